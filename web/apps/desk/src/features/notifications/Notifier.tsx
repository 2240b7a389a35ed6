import type { MeOut } from "@obrol/api";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useHearEvents } from "@/live/LiveProvider";
import { chime } from "./sound";
import { worthTelling } from "./worth";

type Props = { me: MeOut; conversationId: string | null; onOpen: (conversationId: string) => void };

/** Tells an agent what a contact wrote when they do not see it: by sound, and outside of the window. */
export function Notifier({ me, conversationId, onOpen }: Props) {
  const { t } = useTranslation();
  const newest = useRef({ me, conversationId, onOpen, t });
  useEffect(() => {
    newest.current = { me, conversationId, onOpen, t };
  });
  useHearEvents((event) => {
    if (event.type !== "message.received") {
      return;
    }
    const { current } = newest;
    const isLooking = document.visibilityState === "visible" && document.hasFocus();
    const attention = { isLooking, conversationId: current.conversationId };
    const { aloud, outside } = worthTelling(event, current.me, attention, Date.now());
    if (aloud && current.me.sound) {
      chime();
    }
    if (outside && current.me.desktop_notifications && mayNotify()) {
      const { id, contact, last_message } = event.conversation;
      const shown = new Notification(contact.name, {
        body: last_message?.preview || current.t("notifications.somethingSent"),
        tag: id,
        silent: true,
        icon: "/favicon.svg",
      });
      shown.onclick = () => {
        window.focus();
        current.onOpen(id);
        shown.close();
      };
    }
  });
  return null;
}

function mayNotify(): boolean {
  return "Notification" in window && Notification.permission === "granted";
}
