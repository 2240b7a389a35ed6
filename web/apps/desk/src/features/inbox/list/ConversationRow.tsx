import type { Excerpt, ConversationRow as Row } from "@obrol/api";
import { IconMoon, IconPinFilled, IconRobot, IconUser } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { useReader } from "@/lib/reader";
import { momentAhead, rowTime } from "@/lib/time";
import { usePresence } from "@/live/LiveProvider";
import { Face } from "@/ui/Face";
import { unreadOf } from "../rows";
import type { InboxSearch } from "./InboxSearch";
import { RowLine, RowOnlookers } from "./RowPresence";
import classes from "./row.module.css";

type Props = {
  row: Row;
  selected: boolean;
  now: Date;
  /** A message in which the searched words stand, instead of the newest one. */
  found?: { id: string; at: string; excerpt: Excerpt } | undefined;
  onKeyDown?: ((event: React.KeyboardEvent<HTMLAnchorElement>) => void) | undefined;
};

export const ConversationRow = memo(function ConversationRow({
  row,
  selected,
  now,
  found,
  onKeyDown,
}: Props) {
  const { t } = useTranslation();
  const { agentId, time } = useReader();
  const { conversation } = row;
  const { typing, looking } = usePresence(conversation.id, agentId);
  const { contact, channel, last_message: last, waiting_since } = conversation;
  const unread = unreadOf(row);
  const at = found?.at ?? last?.at ?? conversation.last_activity_at;
  return (
    <Link
      aria-current={selected ? "true" : undefined}
      className={classes.row}
      data-selected={selected || undefined}
      data-unread={unread > 0 || undefined}
      onKeyDown={onKeyDown}
      params={{ conversationId: conversation.id }}
      preload={false}
      search={(old: InboxSearch) => {
        const { at: _, ...rest } = old;
        return found ? { ...rest, at: found.id } : rest;
      }}
      to="/live-chat/$conversationId"
    >
      <Face name={contact.name} picture={contact.picture_url} />
      <span className={classes.rowText}>
        <span className={classes.rowTop}>
          <span className={classes.rowName}>{contact.name}</span>
          {row.pinned ? (
            <IconPinFilled
              aria-label={t("inbox.row.pinned")}
              className={classes.pin}
              role="img"
              size={12}
            />
          ) : null}
          <time className={classes.rowTime} dateTime={at}>
            {rowTime(new Date(at), now, time)}
          </time>
        </span>
        <span className={classes.rowBottom}>
          {found ? (
            <span className={classes.preview}>
              {found.excerpt.before}
              <mark className={classes.hit}>{found.excerpt.hit}</mark>
              {found.excerpt.after}
            </span>
          ) : (
            <RowLine last={last} typing={typing} />
          )}
          {unread > 0 ? (
            <span className={classes.badge} title={t("inbox.list.unread", { count: unread })}>
              <span aria-hidden>{unread > 99 ? "99+" : unread}</span>
              <span className="visually-hidden">{t("inbox.list.unread", { count: unread })}</span>
            </span>
          ) : null}
        </span>
        <span className={classes.rowFoot}>
          <span className={classes.channel}>{channel.name}</span>
          {conversation.status === "snoozed" && conversation.snoozed_until ? (
            <span className={classes.mark}>
              <IconMoon aria-hidden size={12} />
              {t("inbox.list.snoozedUntil", {
                time: momentAhead(new Date(conversation.snoozed_until), time),
              })}
            </span>
          ) : null}
          {conversation.status === "open" && conversation.answering === "bot" ? (
            <span className={classes.mark}>
              <IconRobot aria-hidden size={12} />
              {t("inbox.list.bot")}
            </span>
          ) : null}
          {conversation.status === "open" &&
          conversation.answering === "team" &&
          waiting_since !== null ? (
            <span className={classes.waiting}>{t("inbox.list.waiting")}</span>
          ) : null}
          <RowOnlookers looking={looking} />
          {conversation.assignee && looking.length === 0 ? (
            <span
              className={classes.assignee}
              title={t("inbox.row.assignedTo", { name: conversation.assignee.name })}
            >
              <IconUser aria-hidden size={12} />
              <span className={classes.assigneeName}>
                {conversation.assignee.name.split(" ")[0]}
              </span>
            </span>
          ) : null}
        </span>
      </span>
    </Link>
  );
});
