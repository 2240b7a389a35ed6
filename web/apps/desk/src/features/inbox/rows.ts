import type { ConversationOut, ConversationPage, ConversationRow, SearchResult } from "@obrol/api";
import type { InfiniteData, QueryClient, QueryKey } from "@tanstack/react-query";
import { keys, type ListFilter } from "@/lib/queryKeys";

export type ConversationPages = InfiniteData<ConversationPage, string | null>;

/** In a filter: without an assignee. */
export const NOBODY = "nobody";

export function unreadOf(row: ConversationRow): number {
  return Math.max(0, row.conversation.inbound_count - row.read_inbound_count);
}

/** Whether a row belongs in a list. Who is tagged only the server knows: a list by tag keeps what it has. */
export function fits(row: ConversationRow, filter: Partial<ListFilter>): boolean {
  const { conversation } = row;
  const assignee = conversation.assignee?.id ?? NOBODY;
  return (
    (filter.status === undefined || conversation.status === filter.status) &&
    (filter.channel_id === undefined || filter.channel_id.includes(conversation.channel.id)) &&
    (filter.assignee === undefined || filter.assignee === assignee) &&
    (filter.answering === undefined || filter.answering === conversation.answering) &&
    (!filter.unanswered || conversation.waiting_since !== null) &&
    (!filter.unread || unreadOf(row) > 0) &&
    (!filter.pinned || row.pinned)
  );
}

/** In a list: the newest first, or whoever waits longest first and who does not wait last. */
function isBefore(one: ConversationOut, other: ConversationOut, sort: ListFilter["sort"]): boolean {
  if (sort === "waiting" && (one.waiting_since || other.waiting_since)) {
    const [a, b] = [waitsSince(one), waitsSince(other)];
    return a === b ? one.id < other.id : a < b;
  }
  const [a, b] = [Date.parse(one.last_activity_at), Date.parse(other.last_activity_at)];
  return a === b ? one.id > other.id : a > b;
}

function waitsSince({ waiting_since }: ConversationOut): number {
  return waiting_since === null ? Number.POSITIVE_INFINITY : Date.parse(waiting_since);
}

/** All rows of a list, each once: a row that moved up while pages were loaded is on two of them. */
export function rowsOf(pages: readonly ConversationPage[]): ConversationRow[] {
  const seen = new Set<string>();
  return pages
    .flatMap((page) => page.rows)
    .filter((row) => !seen.has(row.conversation.id) && seen.add(row.conversation.id));
}

/** An agent's pins above everything else; each row once. */
export function pinnedFirst(
  pinned: readonly ConversationRow[],
  rows: readonly ConversationRow[],
): ConversationRow[] {
  const above = pinned.filter((row) => row.pinned);
  const ids = new Set(above.map((row) => row.conversation.id));
  return [...above, ...rows.filter((row) => !ids.has(row.conversation.id))];
}

/** The list with this row where it belongs: moved, added, or taken out when it does not fit any more. */
export function placed(
  list: ConversationPages,
  row: ConversationRow,
  filter: ListFilter,
): ConversationPages {
  if (filter.tag_id && !knows(list, row)) {
    return list;
  }
  const pages = list.pages.map((page) => ({
    ...page,
    rows: page.rows.filter((other) => other.conversation.id !== row.conversation.id),
  }));
  if (!fits(row, filter)) {
    return { ...list, pages };
  }
  const comesBefore = (other: ConversationRow) =>
    isBefore(row.conversation, other.conversation, filter.sort);
  const home = pages.findIndex((page) => page.rows.some(comesBefore));
  const last = pages.length - 1;
  // Behind everything that is loaded while there is more to load: it comes with its own page.
  if (home < 0 && pages[last]?.next !== null) {
    return { ...list, pages };
  }
  const page = pages[home < 0 ? last : home];
  if (page) {
    const at = page.rows.findIndex(comesBefore);
    page.rows.splice(at < 0 ? page.rows.length : at, 0, row);
  }
  return { ...list, pages };
}

function knows(list: ConversationPages, { conversation }: ConversationRow): boolean {
  return list.pages.some((page) =>
    page.rows.some((other) => other.conversation.id === conversation.id),
  );
}

function filterOf(key: QueryKey): ListFilter {
  return key[2] as ListFilter;
}

function listsIn(cache: QueryClient): [QueryKey, ConversationPages][] {
  return cache
    .getQueriesData<ConversationPages>({ queryKey: keys.lists })
    .flatMap(([key, data]) => (data ? [[key, data] as [QueryKey, ConversationPages]] : []));
}

/** The newest that the cache knows of a conversation. */
export function findRow(cache: QueryClient, id: string): ConversationRow | undefined {
  const inLists = listsIn(cache).flatMap(([, list]) =>
    list.pages.flatMap((page) => page.rows.filter((row) => row.conversation.id === id)),
  );
  const alone = cache.getQueryData<ConversationRow>(keys.conversation(id));
  return [...inLists, ...(alone ? [alone] : [])].reduce<ConversationRow | undefined>(
    (newest, row) =>
      newest && newest.conversation.version >= row.conversation.version ? newest : row,
    undefined,
  );
}

/** Puts a row everywhere that it is shown, in the order that lists have. */
export function putRow(cache: QueryClient, row: ConversationRow): void {
  for (const [key, list] of listsIn(cache)) {
    const filter = filterOf(key);
    cache.setQueryData<ConversationPages>(key, placed(list, row, filter));
    if (filter.tag_id && !knows(list, row) && fits(row, filter)) {
      renewSoon(cache, key);
    }
  }
  cache.setQueryData<ConversationRow>(
    keys.conversation(row.conversation.id),
    (old) => old && { ...old, ...row },
  );
  updateSearches(cache, row.conversation.id, () => row);
}

// Often enough to feel alive, seldom enough for a busy inbox.
const RENEWED_EVERY = 2_000;
const renewing = new Set<string>();

/** Asks the server for a list again, once for everything that happens in a moment. */
function renewSoon(cache: QueryClient, key: QueryKey): void {
  const name = JSON.stringify(key);
  if (!renewing.has(name)) {
    renewing.add(name);
    setTimeout(() => {
      renewing.delete(name);
      void cache.invalidateQueries({ queryKey: key, exact: true });
    }, RENEWED_EVERY);
  }
}

/** Somebody was tagged, or is not any more: only the server knows the lists by that tag. */
export function renewListsByTag(cache: QueryClient, tagId: string): void {
  for (const [key] of listsIn(cache)) {
    if (filterOf(key).tag_id === tagId) {
      renewSoon(cache, key);
    }
  }
}

/** Changes rows where they stand, without moving them. */
export function updateRows(
  cache: QueryClient,
  change: (row: ConversationRow) => ConversationRow,
): void {
  for (const [key, list] of listsIn(cache)) {
    cache.setQueryData<ConversationPages>(key, {
      ...list,
      pages: list.pages.map((page) => ({ ...page, rows: page.rows.map(change) })),
    });
  }
  for (const [key, row] of cache.getQueriesData<ConversationRow>({
    queryKey: keys.conversations,
  })) {
    if (row) {
      cache.setQueryData<ConversationRow>(key, { ...row, ...change(row) });
    }
  }
  updateSearches(cache, null, change);
}

function updateSearches(
  cache: QueryClient,
  id: string | null,
  change: (row: ConversationRow) => ConversationRow,
): void {
  const changed = <Row extends ConversationRow>(row: Row): Row =>
    id === null || row.conversation.id === id ? { ...row, ...change(row) } : row;
  cache.setQueriesData<SearchResult>(
    { queryKey: keys.searches },
    (found) =>
      found && {
        rows: found.rows.map(changed),
        found_in_messages: found.found_in_messages.map(changed),
      },
  );
}
