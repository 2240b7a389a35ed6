import type { MeOut } from "@obrol/api";
import type { LiveEvent } from "@obrol/api/live";

export type Received = Extract<LiveEvent, { type: "message.received" }>;

/** Where the agent is at this moment. */
export type Attention = { isLooking: boolean; conversationId: string | null };

// What was missed longer ago than this is in the list; nobody wants to hear it all at once.
const FRESH = 30_000;

/** Whether an agent wants to be told of what a contact wrote: by sound, and outside of the window too. */
export function worthTelling(
  { conversation, message }: Received,
  me: Pick<MeOut, "id" | "notify_about">,
  attention: Attention,
  now: number,
): { aloud: boolean; outside: boolean } {
  const mine = conversation.assignee?.id === me.id;
  const nobodys = conversation.assignee === null;
  const concerns =
    mine || (conversation.answering === "team" && (nobodys || me.notify_about === "all"));
  const seen = attention.isLooking && attention.conversationId === conversation.id;
  const fresh = now - Date.parse(message.created_at) < FRESH;
  const aloud = concerns && fresh && !seen;
  return { aloud, outside: aloud && !attention.isLooking };
}
