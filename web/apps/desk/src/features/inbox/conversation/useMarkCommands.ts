import type { ConversationRow } from "@obrol/api";
import { useCommand } from "@/lib/commands";
import { useMarkActions } from "../useMarkActions";

/** Pinning, and marking as unread: one then leaves the conversation, for looking at it would read it again. */
export function useMarkCommands(row: ConversationRow, onLeave: () => void): void {
  const { pin, unpin, markUnread } = useMarkActions(row);
  useCommand("pin", () => void (row.pinned ? unpin() : pin()));
  useCommand(
    "unread",
    row.conversation.inbound_count > 0
      ? () => {
          onLeave();
          void markUnread();
        }
      : null,
  );
}
