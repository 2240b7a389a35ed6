import type { ConversationRow } from "@obrol/api";
import { useNavigate } from "@tanstack/react-router";
import { useCommand } from "@/lib/commands";
import type { InboxSearch } from "./InboxSearch";

/** Going through a list from one conversation to the next. */
export function useStepCommands(rows: readonly ConversationRow[], selectedId: string | null): void {
  const navigate = useNavigate();
  const at = rows.findIndex((row) => row.conversation.id === selectedId);
  const to = (index: number) => {
    const row = rows[index];
    return row
      ? () =>
          void navigate({
            to: "/live-chat/$conversationId",
            params: { conversationId: row.conversation.id },
            search: ({ at: _, ...rest }: InboxSearch) => rest,
          })
      : null;
  };
  useCommand("next", to(at + 1));
  useCommand("previous", at > 0 ? to(at - 1) : null);
}
