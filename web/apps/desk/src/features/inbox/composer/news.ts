import type { ConversationOut, TimelineItem } from "@obrol/api";
import type { QueryClient } from "@tanstack/react-query";
import { keys } from "@/lib/queryKeys";
import type { Began } from "../outbox/database";
import { identityOf, itemsOf, type TimelinePages } from "../timeline";

/** Where a conversation stands at the first key. */
export function beganNow(cache: QueryClient, conversation: ConversationOut): Began {
  const notes = itemsIn(cache, conversation.id).filter((item) => item.type === "note");
  return {
    pos: conversation.last_pos,
    noteAt: notes.map(({ at }) => at).reduce(later, new Date(0).toISOString()),
  };
}

/** What the contact or a colleague has posted since. The bot says nothing new to whoever takes its place. */
export function newsSince(
  cache: QueryClient,
  conversationId: string,
  began: Began | null,
  agentId: string,
): TimelineItem[] {
  if (!began) {
    return [];
  }
  return itemsIn(cache, conversationId).filter((item) => {
    if (item.type === "message") {
      const { author, pos } = item.message;
      return pos > began.pos && author.kind !== "bot" && author.id !== agentId;
    }
    return (
      item.type === "note" &&
      Date.parse(item.at) > Date.parse(began.noteAt) &&
      item.note.author.id !== agentId
    );
  });
}

/** Every loaded item once: with the bot's messages hidden or not, a conversation has more than one timeline. */
function itemsIn(cache: QueryClient, conversationId: string): TimelineItem[] {
  const timelines = cache.getQueriesData<TimelinePages>({
    queryKey: keys.timeline(conversationId),
  });
  const items = timelines.flatMap(([, timeline]) => itemsOf(timeline?.pages ?? []));
  return [...new Map(items.map((item) => [identityOf(item), item])).values()];
}

function later(one: string, other: string): string {
  return Date.parse(one) > Date.parse(other) ? one : other;
}
