import type { Status } from "@obrol/api";

/** Which part of the inbox is shown. */
export type Scope = { channel_id?: string[] };

/** Which conversations a list shows, and in which order; `assignee` is an agent's id, or nobody. */
export type ListFilter = Scope & {
  status: Status;
  unread?: true;
  unanswered?: true;
  assignee?: string;
  tag_id?: string;
  answering?: "bot" | "team";
  pinned?: true;
  sort?: "waiting";
};

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
  flow: (id: string, version?: number) => ["flows", id, version ?? "published"],
  flowsOfBot: (botId: string) => ["flows", "of-bot", botId],
  botTurn: (conversationId: string) => ["inbox", "bot-turn", conversationId],
  contactsAll: ["contacts"],
  contact: (id: string) => ["contacts", id],
  contactNotesAll: ["contact-notes"],
  contactNotes: (id: string) => ["contact-notes", id],
  contactThreads: (id: string) => ["contact-threads", id],
  enrollmentsAll: ["enrollments"],
  enrollments: (contactId: string) => ["enrollments", contactId],
  panel: ["panel"],
  tags: ["tags"],
  tagUses: ["tag-uses"],
  customFields: ["custom-fields"],
  fieldUses: ["field-uses"],
  topics: ["topics"],
  topicUses: ["topic-uses"],
  sequences: ["sequences"],
  sequenceUses: ["sequence-uses"],
  mentions: (what: string, of: string) => ["flow-mentions", what, of],
  shortcuts: ["shortcuts"],
  personas: ["personas"],
  variables: ["variables"],
  deadLetters: ["dead-letters"],
  lists: ["inbox", "list"],
  list: (filter: ListFilter) => ["inbox", "list", filter],
  allCounts: ["inbox", "counts"],
  counts: (scope: Scope) => ["inbox", "counts", scope],
  searches: ["inbox", "search"],
  search: (q: string, scope: Scope) => ["inbox", "search", q, scope],
  conversations: ["inbox", "conversation"],
  conversation: (id: string) => ["inbox", "conversation", id],
  resolved: (id: string, text: string) => ["resolved", id, text],
  scheduled: (id: string) => ["inbox", "scheduled", id],
  ownMentions: ["mentions"],
  timelines: ["inbox", "timeline"],
  timeline: (id: string) => ["inbox", "timeline", id],
  timelineWithoutBot: (id: string) => ["inbox", "timeline", id, "without-bot"],
  view: (id: string) => ["inbox", "view", id],
} as const;
