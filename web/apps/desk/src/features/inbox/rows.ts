import type { ConversationOut, ConversationPage, ConversationRow, SearchResult } from "@obrol/api";
import type { InfiniteData, QueryClient, QueryKey } from "@tanstack/react-query";
import { keys, type ListFilter } from "@/lib/queryKeys";

export type ConversationPages = InfiniteData<ConversationPage, string | null>;

export function unreadOf(row: ConversationRow): number {
  return Math.max(0, row.conversation.inbound_count - row.read_inbound_count);
}

/** Whether a conversation belongs in a list. */
export function fits(conversation: ConversationOut, filter: Partial<ListFilter>): boolean {
  return (
    (filter.status === undefined || conversation.status === filter.status) &&
    (filter.channel_id === undefined || filter.channel_id.includes(conversation.channel.id))
  );
}

function isBefore(one: ConversationOut, other: ConversationOut): boolean {
  const [a, b] = [Date.parse(one.last_activity_at), Date.parse(other.last_activity_at)];
  return a === b ? one.id > other.id : a > b;
}

/** All rows of a list, each once: a row that moved up while pages were loaded is on two of them. */
export function rowsOf(pages: readonly ConversationPage[]): ConversationRow[] {
  const seen = new Set<string>();
  return pages
    .flatMap((page) => page.rows)
    .filter((row) => !seen.has(row.conversation.id) && seen.add(row.conversation.id));
}

/** The list with this row where it belongs: moved, added, or taken out when it does not fit any more. */
export function placed(
  list: ConversationPages,
  row: ConversationRow,
  filter: ListFilter,
): ConversationPages {
  const pages = list.pages.map((page) => ({
    ...page,
    rows: page.rows.filter((other) => other.conversation.id !== row.conversation.id),
  }));
  if (!fits(row.conversation, filter)) {
    return { ...list, pages };
  }
  const home = pages.findIndex((page) =>
    page.rows.some((other) => isBefore(row.conversation, other.conversation)),
  );
  const last = pages.length - 1;
  // Behind everything that is loaded while there is more to load: it comes with its own page.
  if (home < 0 && pages[last]?.next !== null) {
    return { ...list, pages };
  }
  const page = pages[home < 0 ? last : home];
  if (page) {
    const at = page.rows.findIndex((other) => isBefore(row.conversation, other.conversation));
    page.rows.splice(at < 0 ? page.rows.length : at, 0, row);
  }
  return { ...list, pages };
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
    cache.setQueryData<ConversationPages>(key, placed(list, row, filterOf(key)));
  }
  cache.setQueryData<ConversationRow>(
    keys.conversation(row.conversation.id),
    (old) => old && { ...old, ...row },
  );
  updateSearches(cache, row.conversation.id, () => row);
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
