import type { ConversationRow, TimelineItem } from "@obrol/api";
import { useState } from "react";
import { unreadOf } from "../rows";

export type FirstUnread = {
  /** How many messages were unread when the conversation was opened. */
  count: number;
  /** The first of them; null until its page is loaded. */
  id: string | null;
};

/** Which inbound message is the first of the unread; null while it is not among these items. */
export function firstUnreadIn(items: readonly TimelineItem[], unread: number): string | null {
  const inbound = items.flatMap((item) =>
    item.type === "message" && item.message.direction === "inbound" ? [item.message.id] : [],
  );
  return unread > 0 ? (inbound.at(-unread) ?? null) : null;
}

/** Where reading left off. It stays where it was when the conversation was opened, though reading moves on. */
export function useFirstUnread(
  row: ConversationRow,
  items: readonly TimelineItem[],
): FirstUnread | null {
  const [opened] = useState({ count: unreadOf(row), read: row.read_inbound_count });
  const [id, setId] = useState<string | null>(null);
  if (opened.count === 0) {
    return null;
  }
  if (id === null && items.length > 0) {
    const found = firstUnreadIn(items, row.conversation.inbound_count - opened.read);
    if (found !== null) {
      setId(found);
    }
  }
  return { count: opened.count, id };
}
