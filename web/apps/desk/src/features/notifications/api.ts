import type { MeOut } from "@obrol/api";
import { api, asked } from "@obrol/api/client";

export type NotificationChoices = Partial<
  Pick<MeOut, "sound" | "desktop_notifications" | "notify_about">
>;

export function chooseNotifications(body: NotificationChoices) {
  return asked(api.PATCH("/api/me", { body }));
}
