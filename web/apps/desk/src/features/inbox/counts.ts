import type { ConversationCounts, ConversationRow } from "@obrol/api";
import type { QueryClient } from "@tanstack/react-query";
import { keys, type Scope } from "@/lib/queryKeys";
import { fits, unreadOf } from "./rows";

function share(row: ConversationRow, scope: Scope): ConversationCounts {
  const none = { open: 0, snoozed: 0, done: 0, unread: 0 };
  if (!fits(row.conversation, scope)) {
    return none;
  }
  const unread = row.conversation.status === "open" && unreadOf(row) > 0 ? 1 : 0;
  return { ...none, [row.conversation.status]: 1, unread };
}

/**
 * Moves the counts by what one row changed.
 * When nobody here knew the row before, what it was counted as is not known either, and the server is asked.
 */
export function recount(
  cache: QueryClient,
  before: ConversationRow | undefined,
  after: ConversationRow,
): void {
  if (before === undefined) {
    void cache.invalidateQueries({ queryKey: keys.allCounts }, { cancelRefetch: false });
    return;
  }
  for (const [key, counts] of cache.getQueriesData<ConversationCounts>({
    queryKey: keys.allCounts,
  })) {
    if (counts) {
      const scope = key[2] as Scope;
      const [was, is] = [share(before, scope), share(after, scope)];
      cache.setQueryData<ConversationCounts>(key, {
        open: counts.open + is.open - was.open,
        snoozed: counts.snoozed + is.snoozed - was.snoozed,
        done: counts.done + is.done - was.done,
        unread: Math.max(0, counts.unread + is.unread - was.unread),
      });
    }
  }
}
