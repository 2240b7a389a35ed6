import type { ContactOut, ConversationOut, ConversationRow, ConversationViewOut } from "@obrol/api";
import type { QueryClient } from "@tanstack/react-query";
import { keys } from "@/lib/queryKeys";
import type { LiveEventOf, LiveEventType, Reducers } from "@/live/reducers";
import { recount } from "./counts";
import { findRow, putRow, renewListsByTag, updateRows } from "./rows";
import {
  changeTimelines,
  eventItem,
  putItem,
  putMessage,
  putNote,
  removeNote,
  withDeliveries,
} from "./timeline";

/** The newer of two versions wins; how much of it was read is ours to remember. */
export function putConversation(
  cache: QueryClient,
  conversation: ConversationOut,
  whenNew: "unseen" | "unknown" = "unknown",
): void {
  const known = findRow(cache, conversation.id);
  if (known && known.conversation.version >= conversation.version) {
    return;
  }
  const row: ConversationRow = {
    conversation,
    read_inbound_count: known?.read_inbound_count ?? guessedRead(conversation, whenNew),
    pinned: known?.pinned ?? false,
    mark_version: known?.mark_version ?? 0,
  };
  recount(cache, known, row);
  putRow(cache, row);
  if (!known && whenNew === "unknown") {
    // Only the server knows how much of it this agent has read; until it says so, the newest is unread.
    void cache.prefetchQuery({ queryKey: keys.conversation(conversation.id), staleTime: 0 });
  }
}

function guessedRead(conversation: ConversationOut, whenNew: "unseen" | "unknown"): number {
  return whenNew === "unseen" ? 0 : Math.max(0, conversation.inbound_count - 1);
}

/** Reading, before the server has said so: it only goes forward. */
export function putRead(cache: QueryClient, conversationId: string, count: number): void {
  const before = findRow(cache, conversationId);
  if (before && before.read_inbound_count < count) {
    putMarkOf(cache, before, { ...before, read_inbound_count: count });
  }
}

export type Mark = Pick<ConversationRow, "read_inbound_count" | "pinned" | "mark_version">;

/** What this agent keeps about a conversation; the newer of two versions wins. */
export function putMark(cache: QueryClient, conversationId: string, mark: Mark): void {
  const before = findRow(cache, conversationId);
  if (before && before.mark_version < mark.mark_version) {
    const { read_inbound_count, pinned, mark_version } = mark;
    putMarkOf(cache, before, { ...before, read_inbound_count, pinned, mark_version });
  }
}

function putMarkOf(cache: QueryClient, before: ConversationRow, after: ConversationRow): void {
  recount(cache, before, after);
  const { read_inbound_count, pinned, mark_version } = after;
  // Where it stands: a row does not leave the list of unread ones under the eyes of who reads it.
  updateRows(cache, (row) =>
    row.conversation.id === after.conversation.id
      ? { ...row, read_inbound_count, pinned, mark_version }
      : row,
  );
  if (before.pinned !== after.pinned) {
    putRow(cache, after);
  }
}

function putMarkEvent(
  cache: QueryClient,
  event: LiveEventOf<
    | "conversation.read"
    | "conversation.marked_unread"
    | "conversation.pinned"
    | "conversation.unpinned"
  >,
): void {
  putMark(cache, event.conversation_id, event);
}

function putContact(cache: QueryClient, contact: ContactOut): void {
  const { id, name, picture_id, picture_url } = contact;
  updateRows(cache, (row) =>
    row.conversation.contact.id === id
      ? {
          ...row,
          conversation: { ...row.conversation, contact: { id, name, picture_id, picture_url } },
        }
      : row,
  );
}

type OfConversation = Extract<LiveEventOf<LiveEventType>, { conversation: ConversationOut }>;

function putFact(cache: QueryClient, event: OfConversation): void {
  putConversation(cache, event.conversation);
  putItem(cache, event.conversation.id, eventItem(event));
}

function putWritten(
  cache: QueryClient,
  event: LiveEventOf<"message.received" | "message.queued">,
): void {
  putConversation(cache, event.conversation);
  putMessage(cache, event.message);
}

function putWords(cache: QueryClient, event: LiveEventOf<"note.added" | "note.changed">): void {
  putConversation(cache, event.conversation);
  putNote(cache, event.note);
}

export const inboxReducers = {
  "message.received": putWritten,
  "message.queued": putWritten,
  "message.delivery_changed": (cache, event) => {
    // What is shown only now is the newest of its conversation.
    if (event.conversation) {
      putConversation(cache, event.conversation);
    }
    changeTimelines(cache, event.conversation_id, (timeline) =>
      withDeliveries(timeline, event.deliveries),
    );
  },
  "note.added": putWords,
  "note.changed": putWords,
  "note.removed": (cache, event) => {
    putConversation(cache, event.conversation);
    removeNote(cache, event.conversation.id, event.note_id);
  },
  "conversation.view_changed": (cache, event) => {
    cache.setQueryData<ConversationViewOut>(keys.view(event.conversation_id), event.view);
  },
  "conversation.started": (cache, event) => {
    putConversation(cache, event.conversation, "unseen");
    putItem(cache, event.conversation.id, eventItem(event));
  },
  "conversation.reopened": putFact,
  "conversation.done": putFact,
  "conversation.snoozed": putFact,
  "conversation.woken": putFact,
  "conversation.assigned": putFact,
  "conversation.handed_to_team": putFact,
  "conversation.returned_to_bot": putFact,
  "conversation.subflow_sent": putFact,
  "conversation.subflow_moved": (cache, event) => putConversation(cache, event.conversation),
  "conversation.subflow_ended": putFact,
  "message.resent": putFact,
  "conversation.pause_extended": (cache, event) => putConversation(cache, event.conversation),
  "conversation.read": putMarkEvent,
  "conversation.marked_unread": putMarkEvent,
  "conversation.pinned": putMarkEvent,
  "conversation.unpinned": putMarkEvent,
  "conversation.seen_by_team": (cache, event) =>
    updateRows(cache, (row) =>
      row.conversation.id === event.conversation_id
        ? {
            ...row,
            conversation: {
              ...row.conversation,
              team_seen_seq: Math.max(row.conversation.team_seen_seq, event.team_seen_seq),
            },
          }
        : row,
    ),
  "run.faulted": putFact,
  "contact.changed": (cache, event) => putContact(cache, event.contact),
  "contact.tag_added": (cache, event) => renewListsByTag(cache, event.tag.id),
  "contact.tag_removed": (cache, event) => renewListsByTag(cache, event.tag.id),
} satisfies Partial<Reducers<LiveEventType>>;
