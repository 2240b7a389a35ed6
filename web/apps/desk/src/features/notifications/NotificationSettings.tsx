import { Input, SegmentedControl, Switch } from "@mantine/core";
import type { MeOut } from "@obrol/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/lib/queryKeys";
import { useTold } from "@/lib/useTold";
import { Fields, PagePart } from "@/ui/Page";
import { chooseNotifications } from "./api";
import { chime } from "./sound";

/** How an agent is told of new messages. The browser is asked for its leave only here, when somebody wants it. */
export function NotificationSettings({ me }: { me: MeOut }) {
  const { t } = useTranslation();
  const change = useTold({ mutationFn: chooseNotifications, renews: [keys.session] });
  const [refused, setRefused] = useState(
    "Notification" in window && Notification.permission === "denied",
  );
  const onDesktop = async (wanted: boolean) => {
    if (wanted && "Notification" in window && Notification.permission !== "granted") {
      const answer = await Notification.requestPermission();
      setRefused(answer === "denied");
      if (answer !== "granted") {
        return;
      }
    }
    change.mutate({ desktop_notifications: wanted });
  };
  return (
    <PagePart lead={t("notifications.lead")} title={t("notifications.title")}>
      <Fields>
        <Switch
          checked={me.sound}
          description={t("notifications.soundHint")}
          label={t("notifications.sound")}
          onChange={(event) => {
            const sound = event.currentTarget.checked;
            if (sound) {
              chime();
            }
            change.mutate({ sound });
          }}
        />
        <Switch
          checked={me.desktop_notifications && !refused}
          description={t(refused ? "notifications.refused" : "notifications.desktopHint")}
          disabled={!("Notification" in window)}
          label={t("notifications.desktop")}
          onChange={(event) => void onDesktop(event.currentTarget.checked)}
        />
        <Input.Wrapper label={t("notifications.about")} labelElement="div">
          <SegmentedControl
            aria-label={t("notifications.about")}
            data={(["mine", "all"] as const).map((value) => ({
              value,
              label: t(`notifications.${value}`),
            }))}
            fullWidth
            onChange={(notify_about) => change.mutate({ notify_about })}
            value={me.notify_about}
            withItemsBorders={false}
          />
        </Input.Wrapper>
      </Fields>
    </PagePart>
  );
}
