import type { ConversationRow } from "@obrol/api";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useReader } from "@/lib/reader";
import { rowTime } from "@/lib/time";
import { useAnsweredWords } from "@/lib/useAnsweredWords";
import { Answered } from "@/ui/Answered";
import { useNow } from "@/ui/useNow";
import { threadsQuery } from "../api";
import classes from "./panel.module.css";

/** Where else the contact wrote to us: one conversation for each channel. */
export function ConversationsBlock({ contactId, besides }: { contactId: string; besides: string }) {
  const { t } = useTranslation();
  const answered = useAnsweredWords();
  const threads = useQuery(threadsQuery(contactId));
  return (
    <Answered query={threads} {...answered}>
      {(found) => {
        const others = found.filter((row) => row.conversation.id !== besides);
        return others.length === 0 ? (
          <p className={classes.none}>{t("contacts.noConversations")}</p>
        ) : (
          <ul className={classes.threads}>
            {others.map((row) => (
              <Thread key={row.conversation.id} row={row} />
            ))}
          </ul>
        );
      }}
    </Answered>
  );
}

function Thread({ row: { conversation } }: { row: ConversationRow }) {
  const { t } = useTranslation();
  const { time } = useReader();
  const now = useNow(60_000);
  const { id, channel, status, last_message: last, last_activity_at } = conversation;
  return (
    <li>
      <Link
        className={classes.thread}
        params={{ conversationId: id }}
        to="/live-chat/$conversationId"
      >
        <span className={classes.threadHead}>
          <span>{channel.name}</span>
          <span className={classes.threadTime}>
            {t(`contacts.status.${status}`)} · {rowTime(new Date(last_activity_at), now, time)}
          </span>
        </span>
        {last ? (
          <div className={classes.threadText} dir="auto">
            {last.preview}
          </div>
        ) : null}
      </Link>
    </li>
  );
}
