import { notifications } from "@mantine/notifications";
import type { ConversationViewOut } from "@obrol/api";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { sentenceOf } from "@/lib/problems";
import { keys } from "@/lib/queryKeys";
import { putView, viewQuery } from "./api";

/** How this agent sees a conversation: shown at once, taken back when the server refuses. */
export function useView(id: string) {
  const cache = useQueryClient();
  const { data } = useQuery(viewQuery(id));
  const setHidesBot = useCallback(
    async (hides_bot_messages: boolean) => {
      const key = keys.view(id);
      cache.setQueryData<ConversationViewOut>(key, { hides_bot_messages });
      try {
        await putView(id, { hides_bot_messages });
      } catch (error) {
        cache.setQueryData<ConversationViewOut>(key, { hides_bot_messages: !hides_bot_messages });
        notifications.show({ color: "red", message: sentenceOf(error) });
      }
    },
    [cache, id],
  );
  return { isKnown: data !== undefined, hidesBot: data?.hides_bot_messages ?? false, setHidesBot };
}
