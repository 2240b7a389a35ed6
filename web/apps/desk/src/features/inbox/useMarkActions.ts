import { notifications } from "@mantine/notifications";
import type { ConversationRow } from "@obrol/api";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { sentenceOf } from "@/lib/problems";
import { markActions, markRead } from "./api";
import { type Mark, putMark } from "./live";

// Half a version: newer than what is shown, older than whatever the server makes of it.
const GUESSED = 0.5;
const TAKEN_BACK = 0.75;

/** What an agent keeps about a conversation: shown at once, taken back with a sentence when it is refused. */
export function useMarkActions(row: ConversationRow) {
  const cache = useQueryClient();
  return useMemo(() => {
    const { id, inbound_count } = row.conversation;
    const { read_inbound_count, pinned, mark_version } = row;
    const act = async (guess: Partial<Mark>, ask: (id: string) => Promise<unknown>) => {
      const was = { read_inbound_count, pinned };
      putMark(cache, id, { ...was, ...guess, mark_version: mark_version + GUESSED });
      try {
        await ask(id);
        return true;
      } catch (error) {
        putMark(cache, id, { ...was, mark_version: mark_version + TAKEN_BACK });
        notifications.show({ color: "red", message: sentenceOf(error) });
        return false;
      }
    };
    return {
      pin: () => act({ pinned: true }, markActions.pin),
      unpin: () => act({ pinned: false }, markActions.unpin),
      markRead: () => act({ read_inbound_count: inbound_count }, () => markRead(id, inbound_count)),
      markUnread: () =>
        act({ read_inbound_count: Math.max(0, inbound_count - 1) }, markActions.unread),
    };
  }, [cache, row]);
}
