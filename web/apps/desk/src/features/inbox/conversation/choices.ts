import type { TimelineItem } from "@obrol/api";

const none: ReadonlySet<string> = new Set();

/** Which buttons and quick replies of a message the contact has chosen since. */
export function chosenBy(
  items: readonly TimelineItem[],
): (messageId: string) => ReadonlySet<string> {
  const chosen = new Map<string, Set<string>>();
  for (const item of items) {
    if (item.type === "message" && item.message.content.kind === "choice") {
      const { message_id, choice_id } = item.message.content;
      if (message_id) {
        chosen.set(message_id, (chosen.get(message_id) ?? new Set()).add(choice_id));
      }
    }
  }
  return (messageId) => chosen.get(messageId) ?? none;
}
