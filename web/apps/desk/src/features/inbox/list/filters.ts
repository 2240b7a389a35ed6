import type { ListFilter, Scope } from "@/lib/queryKeys";
import type { InboxSearch } from "./InboxSearch";

const FILTERS = ["unread", "unanswered", "assignee", "tag", "answering", "sort"] as const;

export type FilterName = (typeof FILTERS)[number];

/** What the address asks of the list. The agent who looks is named, so that a cached list is nobody else's. */
export function listFilter(search: InboxSearch, scope: Scope, agentId: string): ListFilter {
  const { assignee } = search;
  return {
    ...scope,
    status: search.status ?? "open",
    ...(search.unread && { unread: true }),
    ...(search.unanswered && { unanswered: true }),
    ...(assignee && { assignee: assignee === "me" ? agentId : assignee }),
    ...(search.tag && { tag_id: search.tag }),
    ...(search.answering && { answering: search.answering }),
    ...(search.sort && { sort: search.sort }),
  };
}

/** The filters that an address has, in the order in which they are shown. */
export function activeFilters(search: InboxSearch): FilterName[] {
  return FILTERS.filter((name) => search[name] !== undefined);
}

export function without(search: InboxSearch, names: readonly FilterName[]): InboxSearch {
  const left = { ...search };
  for (const name of names) {
    delete left[name];
  }
  return left;
}
