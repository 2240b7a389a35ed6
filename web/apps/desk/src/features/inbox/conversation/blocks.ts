import type { Author, MessageOut, NoteOut, TimelineItem } from "@obrol/api";
import { dayOf } from "@/lib/zoned";
import type { OutboxEntry } from "../outbox/database";

export type Bubble =
  | { kind: "message"; id: string; at: Date; message: MessageOut }
  | { kind: "note"; id: string; at: Date; note: NoteOut }
  | { kind: "pending"; id: string; at: Date; entry: OutboxEntry };

export type EventItem = Extract<TimelineItem, { type: "event" }>;

/** What the timeline is made of: headings of days, where reading left off, events, and bubbles of one author together. */
export type Block =
  | { kind: "day"; key: string; at: Date }
  | { kind: "new"; key: string; at: Date }
  | { kind: "line"; key: string; at: Date; event: EventItem }
  | {
      kind: "group";
      key: string;
      at: Date;
      author: Author;
      isNote: boolean;
      /** Under which persona it was sent, if under one. */
      personaId: string | null;
      bubbles: Bubble[];
    };

const GAP = 5 * 60_000;

export function blocksOf(
  items: readonly TimelineItem[],
  pending: readonly OutboxEntry[],
  me: Author,
  zone: string,
  firstUnreadId: string | null = null,
): Block[] {
  const known = new Set(
    items.map((item) =>
      item.type === "message" ? item.message.id : item.type === "note" ? item.note.id : "",
    ),
  );
  const blocks: Block[] = [];
  let day = "";
  const enter = (at: Date) => {
    const next = dayOf(at, zone);
    if (next !== day) {
      day = next;
      blocks.push({ kind: "day", key: `day ${next}`, at });
    }
  };
  for (const item of items) {
    enter(new Date(item.at));
    if (item.type === "message" && item.message.id === firstUnreadId) {
      blocks.push({ kind: "new", key: "new", at: new Date(item.at) });
    }
    if (item.type === "event") {
      blocks.push({ kind: "line", key: item.key, at: new Date(item.at), event: item });
    } else {
      append(blocks, bubbleOf(item), authorOf(item));
    }
  }
  for (const entry of pending) {
    // The acknowledged message may be here a moment before its entry has gone.
    if (!known.has(entry.id)) {
      const at = new Date(entry.created_at);
      enter(at);
      append(blocks, { kind: "pending", id: entry.id, at, entry }, me);
    }
  }
  return blocks;
}

function bubbleOf(item: Exclude<TimelineItem, EventItem>): Bubble {
  const at = new Date(item.at);
  return item.type === "message"
    ? { kind: "message", id: item.message.id, at, message: item.message }
    : { kind: "note", id: item.note.id, at, note: item.note };
}

function authorOf(item: Exclude<TimelineItem, EventItem>): Author {
  return item.type === "message" ? item.message.author : item.note.author;
}

export function isNote(bubble: Bubble): boolean {
  return bubble.kind === "note" || (bubble.kind === "pending" && bubble.entry.what.kind === "note");
}

function personaOf(bubble: Bubble): string | null {
  if (bubble.kind === "message") {
    return bubble.message.persona_id;
  }
  const what = bubble.kind === "pending" ? bubble.entry.what : null;
  return what?.kind === "reply" ? what.persona_id : null;
}

function append(blocks: Block[], bubble: Bubble, author: Author): void {
  const last = blocks.at(-1);
  const newest = last?.kind === "group" ? last.bubbles.at(-1) : undefined;
  if (
    last?.kind === "group" &&
    newest &&
    last.author.kind === author.kind &&
    last.author.id === author.id &&
    last.isNote === isNote(bubble) &&
    last.personaId === personaOf(bubble) &&
    bubble.at.getTime() - newest.at.getTime() <= GAP
  ) {
    last.bubbles.push(bubble);
    return;
  }
  blocks.push({
    kind: "group",
    key: `group ${bubble.id}`,
    at: bubble.at,
    author,
    isNote: isNote(bubble),
    personaId: personaOf(bubble),
    bubbles: [bubble],
  });
}

export type Picture = { id: string; url: string; name: string; caption: string };

/** The pictures of a conversation in the order in which the viewer leafs through them. */
export function picturesIn(items: readonly TimelineItem[]): Picture[] {
  return items.flatMap((item) => {
    if (item.type !== "message" || item.message.content.kind !== "image") {
      return [];
    }
    const { media, caption } = item.message.content;
    return [{ id: item.message.id, url: media.url, name: media.name, caption }];
  });
}
