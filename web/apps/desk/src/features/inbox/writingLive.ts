import type { MentionOut, ScheduledReplyOut } from "@obrol/api";
import type { QueryClient } from "@tanstack/react-query";
import { keys } from "@/lib/queryKeys";
import type { LiveEventOf, LiveEventType, Reducers } from "@/live/reducers";

function putScheduled(
  cache: QueryClient,
  { scheduled_reply: reply }: LiveEventOf<"reply.scheduled" | "reply.held">,
): void {
  cache.setQueryData<ScheduledReplyOut[]>(keys.scheduled(reply.conversation_id), (all) => {
    const known = all?.find((one) => one.id === reply.id);
    if (!all || (known && known.version >= reply.version)) {
      return all;
    }
    const others = all.filter((one) => one.id !== reply.id);
    return [...others, reply].sort(
      (one, other) => Date.parse(one.send_at) - Date.parse(other.send_at),
    );
  });
}

/** Replies that wait, and where colleagues named this agent. */
export const writingReducers = {
  "reply.scheduled": putScheduled,
  "reply.held": putScheduled,
  "reply.unscheduled": (cache, { scheduled_reply: reply }) => {
    cache.setQueryData<ScheduledReplyOut[]>(keys.scheduled(reply.conversation_id), (all) =>
      all?.filter((one) => one.id !== reply.id),
    );
  },
  "agent.mentioned": (cache, { note, conversation }) => {
    const mention: MentionOut = { note, contact: conversation.contact, seen: false };
    cache.setQueryData<MentionOut[]>(keys.ownMentions, (all) =>
      !all || all.some((one) => one.note.id === note.id) ? all : [mention, ...all],
    );
  },
  "mentions.seen": (cache, { conversation_id }) => {
    cache.setQueryData<MentionOut[]>(keys.ownMentions, (all) =>
      all?.map((one) =>
        one.note.conversation_id === conversation_id ? { ...one, seen: true } : one,
      ),
    );
  },
} satisfies Partial<Reducers<LiveEventType>>;
