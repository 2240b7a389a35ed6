import type { Status } from "@obrol/api";

/** What of the inbox is shown, as it stands in the address. */
export type InboxSearch = {
  status?: Status;
  channel?: string;
  bot?: string;
  q?: string;
  /** A message to show, from the search. */
  at?: string;
};

const STATUSES: readonly Status[] = ["open", "done", "snoozed"];

/** Reads an address that anybody may have typed. */
export function readInboxSearch(search: Record<string, unknown>): InboxSearch {
  const text = (name: string) => {
    const value = search[name];
    return typeof value === "string" && value ? value : undefined;
  };
  const status = STATUSES.find((one) => one === search.status && one !== "open");
  const [channel, bot, q, at] = [text("channel"), text("bot"), text("q"), text("at")];
  return {
    ...(status && { status }),
    ...(channel && { channel }),
    ...(bot && { bot }),
    ...(q && { q }),
    ...(at && { at }),
  };
}
