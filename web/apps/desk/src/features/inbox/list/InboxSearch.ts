import type { Status } from "@obrol/api";

/** What of the inbox is shown, as it stands in the address. */
export type InboxSearch = {
  status?: Status;
  channel?: string;
  bot?: string;
  q?: string;
  unread?: true;
  unanswered?: true;
  /** `me`, `nobody` or an agent's id. */
  assignee?: string;
  tag?: string;
  answering?: Answering;
  sort?: "waiting";
  /** A message to show, from the search. */
  at?: string;
};

export type Answering = "bot" | "team";

const STATUSES: readonly Status[] = ["open", "done", "snoozed"];
const ANSWERING: readonly Answering[] = ["bot", "team"];

/** Reads an address that anybody may have typed. */
export function readInboxSearch(search: Record<string, unknown>): InboxSearch {
  const text = (name: string) => {
    const value = search[name];
    return typeof value === "string" && value ? value : undefined;
  };
  const status = STATUSES.find((one) => one === search.status && one !== "open");
  const answering = ANSWERING.find((one) => one === search.answering);
  const [channel, bot, q, at] = [text("channel"), text("bot"), text("q"), text("at")];
  const [assignee, tag] = [text("assignee"), text("tag")];
  return {
    ...(status && { status }),
    ...(channel && { channel }),
    ...(bot && { bot }),
    ...(q && { q }),
    ...(search.unread === true && { unread: true }),
    ...(search.unanswered === true && { unanswered: true }),
    ...(assignee && { assignee }),
    ...(tag && { tag }),
    ...(answering && { answering }),
    ...(search.sort === "waiting" && { sort: "waiting" }),
    ...(at && { at }),
  };
}
