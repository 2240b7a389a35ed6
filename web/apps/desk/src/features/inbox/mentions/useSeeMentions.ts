import type { MentionOut } from "@obrol/api";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { keys } from "@/lib/queryKeys";
import { mentionsQuery, seeMentions } from "../writing.api";

/** Whoever opens a conversation in which they were named has seen it. */
export function useSeeMentions(conversationId: string): void {
  const cache = useQueryClient();
  const { data: mentions } = useQuery(mentionsQuery);
  const isNew =
    mentions?.some((one) => !one.seen && one.note.conversation_id === conversationId) ?? false;
  useEffect(() => {
    if (isNew) {
      cache.setQueryData<MentionOut[]>(keys.ownMentions, (all) =>
        all?.map((one) =>
          one.note.conversation_id === conversationId ? { ...one, seen: true } : one,
        ),
      );
      // A badge that comes back after a reload is no loss.
      void seeMentions(conversationId).catch(() => undefined);
    }
  }, [isNew, conversationId, cache]);
}
