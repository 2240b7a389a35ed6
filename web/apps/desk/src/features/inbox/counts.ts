import type { ConversationCounts, ConversationRow, CurrentSession } from "@obrol/api";
import type { QueryClient } from "@tanstack/react-query";
import { keys, type Scope } from "@/lib/queryKeys";
import { fits, unreadOf } from "./rows";

const NAMES = ["open", "snoozed", "done", "unread", "unanswered", "mine", "unassigned"] as const;

const NONE: ConversationCounts = {
  open: 0,
  snoozed: 0,
  done: 0,
  unread: 0,
  unanswered: 0,
  mine: 0,
  unassigned: 0,
};

function share(row: ConversationRow, scope: Scope, me: string | undefined): ConversationCounts {
  if (!fits(row, scope)) {
    return NONE;
  }
  const { status, waiting_since, assignee } = row.conversation;
  if (status !== "open") {
    return { ...NONE, [status]: 1 };
  }
  return {
    ...NONE,
    open: 1,
    unread: Number(unreadOf(row) > 0),
    unanswered: Number(waiting_since !== null),
    mine: Number(assignee !== null && assignee.id === me),
    unassigned: Number(assignee === null),
  };
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
  const me = cache.getQueryData<CurrentSession>(keys.session)?.agent.id;
  for (const [key, counts] of cache.getQueriesData<ConversationCounts>({
    queryKey: keys.allCounts,
  })) {
    if (counts) {
      const scope = key[2] as Scope;
      const [was, is] = [share(before, scope, me), share(after, scope, me)];
      const moved = { ...counts };
      for (const name of NAMES) {
        moved[name] = Math.max(0, counts[name] + is[name] - was[name]);
      }
      cache.setQueryData<ConversationCounts>(key, moved);
    }
  }
}
