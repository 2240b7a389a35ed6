import type { ConversationOut } from "@obrol/api";
import { useTranslation } from "react-i18next";
import { useReader } from "@/lib/reader";
import { momentAhead } from "@/lib/time";
import { usePresence } from "@/live/LiveProvider";
import { namesOf } from "../presence";
import classes from "./head.module.css";

/** Where they write, and what is going on right now: who writes, and which colleagues are here too. */
export function Doing({ conversation }: { conversation: ConversationOut }) {
  const { t } = useTranslation();
  const { agentId, time } = useReader();
  const { typing, looking } = usePresence(conversation.id, agentId);
  const colleagues = typing.filter((who) => who.kind === "agent");
  const parts = [
    conversation.channel.name,
    ...(conversation.snoozed_until
      ? [t("inbox.snooze.until", { time: momentAhead(new Date(conversation.snoozed_until), time) })]
      : []),
    ...(looking.length > 0
      ? [t("inbox.head.looking", { names: namesOf(looking), count: looking.length })]
      : []),
  ];
  return (
    <p aria-live="polite" className={classes.doing}>
      {typing.some((who) => who.kind === "contact") ? (
        <span className={classes.writing}>{t("inbox.head.typing")}</span>
      ) : colleagues.length > 0 ? (
        <span className={classes.writing}>
          {t("inbox.head.colleagueTyping", {
            names: namesOf(colleagues),
            count: colleagues.length,
          })}
        </span>
      ) : (
        parts.join(" · ")
      )}
    </p>
  );
}
