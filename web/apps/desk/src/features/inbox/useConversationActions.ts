import { notifications } from "@mantine/notifications";
import type { ConversationOut } from "@obrol/api";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { sentenceOf } from "@/lib/problems";
import { conversationActions } from "./api";
import { putConversation } from "./live";

export type AgentRef = NonNullable<ConversationOut["assignee"]>;

// Half a version: newer than what is shown, older than whatever the server makes of it.
const GUESSED = 0.5;
const TAKEN_BACK = 0.75;

/**
 * What an agent does to a conversation: shown at once through the same upsert as the server's events,
 * taken back with the server's sentence when it refuses.
 */
export function useConversationActions(conversation: ConversationOut) {
  const cache = useQueryClient();
  return useMemo(() => {
    const act = async (
      guess: Partial<ConversationOut>,
      ask: (id: string) => Promise<ConversationOut>,
    ): Promise<boolean> => {
      const { id, version } = conversation;
      putConversation(cache, { ...conversation, ...guess, version: version + GUESSED });
      try {
        putConversation(cache, await ask(id));
        return true;
      } catch (error) {
        putConversation(cache, { ...conversation, version: version + TAKEN_BACK });
        notifications.show({ color: "red", message: sentenceOf(error) });
        return false;
      }
    };
    const open = { status: "open", snoozed_until: null, done_reason: null } as const;
    return {
      finish: () => act({ ...open, status: "done" }, conversationActions.done),
      reopen: () => act(open, conversationActions.reopen),
      snooze: (until: Date) =>
        act({ ...open, status: "snoozed", snoozed_until: until.toISOString() }, (id) =>
          conversationActions.snooze(id, until),
        ),
      wake: () => act(open, conversationActions.wake),
      assign: (agent: AgentRef | null) =>
        act({ assignee: agent }, (id) =>
          agent ? conversationActions.assign(id, agent.id) : conversationActions.unassign(id),
        ),
      liveChatModeOn: (minutes: number | null) =>
        act({ answering: "team" }, (id) => conversationActions.liveChatModeOn(id, minutes)),
      liveChatModeOff: () =>
        act({ answering: "bot", paused_until: null }, conversationActions.liveChatModeOff),
    };
  }, [cache, conversation]);
}
