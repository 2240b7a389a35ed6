import type {
  Actor,
  DeliveryOut,
  MessageOut,
  NoteOut,
  TimelineItem,
  TimelinePage,
} from "@obrol/api";
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { keys } from "@/lib/queryKeys";

/** Pages newest first, as they are loaded; the items of each oldest first, as they are read. */
export type TimelinePages = InfiniteData<TimelinePage, string | null>;

// What an event carries besides its own words; the items of a page leave these out.
const RESOURCES = ["conversation", "message", "note"];

/** What an item is, wherever it came from: by the feed or by a page. */
export function identityOf(item: TimelineItem): string {
  switch (item.type) {
    case "message":
      return item.message.id;
    case "note":
      return item.note.id;
    case "event":
      return item.key;
  }
}

function versionOf(item: TimelineItem): number {
  switch (item.type) {
    case "message":
      return item.message.version;
    case "note":
      return item.note.version;
    case "event":
      return 0;
  }
}

/** An event of the feed as the timeline shows it. Must be what a page says of the same event. */
export function eventItem(event: {
  type: string;
  id: number;
  at: string;
  actor: Actor;
}): TimelineItem {
  const { type: name, id, at, actor, ...payload } = event;
  const data = Object.fromEntries(
    Object.entries(payload).filter(([field]) => !RESOURCES.includes(field)),
  );
  return { type: "event", key: `e${id}`, at, name, actor, data };
}

function isAfter(one: TimelineItem, other: TimelineItem): boolean {
  if (one.type === "message" && other.type === "message") {
    return one.message.pos > other.message.pos;
  }
  return Date.parse(one.at) > Date.parse(other.at);
}

/** The timeline with this item in its place; unchanged when it has the same or a newer one. */
export function withItem(timeline: TimelinePages, item: TimelineItem): TimelinePages {
  const id = identityOf(item);
  for (const page of timeline.pages) {
    const known = page.items.find((other) => identityOf(other) === id);
    if (known) {
      return versionOf(known) >= versionOf(item)
        ? timeline
        : mapItems(timeline, (other) => (identityOf(other) === id ? item : other));
    }
  }
  const home = timeline.pages.findIndex((page) => page.items.some((other) => isAfter(item, other)));
  const last = timeline.pages.length - 1;
  // Older than everything that is loaded: it comes with its own page.
  if (home < 0 && (timeline.pages[last]?.before ?? null) !== null) {
    return timeline;
  }
  return {
    ...timeline,
    pages: timeline.pages.map((page, index) =>
      index === (home < 0 ? last : home) ? { ...page, items: inserted(page.items, item) } : page,
    ),
  };
}

function inserted(items: TimelineItem[], item: TimelineItem): TimelineItem[] {
  const before = items.findLastIndex((other) => isAfter(item, other));
  return [...items.slice(0, before + 1), item, ...items.slice(before + 1)];
}

function mapItems(
  timeline: TimelinePages,
  change: (item: TimelineItem) => TimelineItem,
): TimelinePages {
  return {
    ...timeline,
    pages: timeline.pages.map((page) => ({ ...page, items: page.items.map(change) })),
  };
}

export function withDeliveries(
  timeline: TimelinePages,
  deliveries: readonly DeliveryOut[],
): TimelinePages {
  const changes = new Map(deliveries.map((delivery) => [delivery.message_id, delivery]));
  return mapItems(timeline, (item) => {
    const change = item.type === "message" ? changes.get(item.message.id) : undefined;
    if (item.type !== "message" || !change || change.version <= item.message.version) {
      return item;
    }
    const { message_id: _, ...delivery } = change;
    return { ...item, message: { ...item.message, ...delivery } };
  });
}

export function isOfBot(item: TimelineItem): boolean {
  return item.type === "message" && item.message.author.kind === "bot";
}

/** Every item once, oldest first. */
export function itemsOf(pages: readonly TimelinePage[]): TimelineItem[] {
  const seen = new Set<string>();
  return pages
    .toReversed()
    .flatMap((page) => page.items)
    .filter((item) => !seen.has(identityOf(item)) && seen.add(identityOf(item)));
}

/** Changes what is loaded of a conversation, with the bot's messages or without them. */
export function changeTimelines(
  cache: QueryClient,
  conversationId: string,
  change: (timeline: TimelinePages) => TimelinePages,
): void {
  cache.setQueriesData<TimelinePages>(
    { queryKey: keys.timeline(conversationId) },
    (timeline) => timeline && change(timeline),
  );
}

export function putItem(cache: QueryClient, conversationId: string, item: TimelineItem): void {
  changeTimelines(cache, conversationId, (timeline) => withItem(timeline, item));
}

export function putNote(cache: QueryClient, note: NoteOut): void {
  putItem(cache, note.conversation_id, {
    type: "note",
    key: `n${note.id}`,
    at: note.created_at,
    note,
  });
}

export function removeNote(cache: QueryClient, conversationId: string, noteId: string): void {
  changeTimelines(cache, conversationId, (timeline) => ({
    ...timeline,
    pages: timeline.pages.map((page) => ({
      ...page,
      items: page.items.filter((item) => item.type !== "note" || item.note.id !== noteId),
    })),
  }));
}

export function putMessage(cache: QueryClient, message: MessageOut): void {
  putItem(cache, message.conversation_id, {
    type: "message",
    key: `m${message.id}`,
    at: message.created_at,
    message,
  });
}
