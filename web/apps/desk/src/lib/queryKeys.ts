import type { Status } from "@obrol/api";

/** Which part of the inbox is shown. */
export type Scope = { channel_id?: string[] };
export type ListFilter = Scope & { status: Status };

/** Every address in the query cache, so that two features mean the same data by the same key. */
export const keys = {
  setup: ["setup"],
  session: ["session"],
  sessions: ["sessions"],
  agents: ["agents"],
  invitations: ["invitations"],
  teams: ["teams"],
  workspace: ["workspace"],
  channels: ["channels"],
  channel: (id: string) => ["channels", id],
  bots: ["bots"],
  flows: ["flows"],
  contact: (id: string) => ["contacts", id],
  deadLetters: ["dead-letters"],
  lists: ["inbox", "list"],
  list: (filter: ListFilter) => ["inbox", "list", filter],
  allCounts: ["inbox", "counts"],
  counts: (scope: Scope) => ["inbox", "counts", scope],
  searches: ["inbox", "search"],
  search: (q: string) => ["inbox", "search", q],
  conversations: ["inbox", "conversation"],
  conversation: (id: string) => ["inbox", "conversation", id],
  timelines: ["inbox", "timeline"],
  timeline: (id: string) => ["inbox", "timeline", id],
  timelineWithoutBot: (id: string) => ["inbox", "timeline", id, "without-bot"],
  view: (id: string) => ["inbox", "view", id],
} as const;
