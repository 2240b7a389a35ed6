import type {
  ContactOut,
  ConversationOut,
  ConversationRow,
  MessageOut,
  ShortcutOut,
  TimelineItem,
} from "@obrol/api";

/** Walt, who writes; Ada, who answers. A test states only what matters to it. */
export const ADA = { kind: "agent", id: "ada", name: "Ada" } as const;
export const WALT = { kind: "contact", id: "walt", name: "Walt" } as const;
export const BOT = { kind: "bot", id: null, name: "Kopi" } as const;

const NOON = "2026-01-01T12:00:00+00:00";

export function aConversation(with_: Partial<ConversationOut> = {}): ConversationOut {
  return {
    id: "c1",
    channel: { id: "shop", name: "Shop", kind: "webchat" },
    contact: { id: "walt", name: "Walt", picture_id: null, picture_url: null },
    bot_id: "bot",
    status: "open",
    done_reason: null,
    snoozed_until: null,
    answering: "bot",
    answering_epoch: 1,
    paused_until: null,
    controlled_run: null,
    assignee: null,
    team_id: null,
    last_pos: 1,
    visitor_seq: 1,
    team_seen_seq: 0,
    inbound_count: 1,
    last_message: { preview: "Hello", author_kind: "contact", kind: "text", at: NOON },
    waiting_since: NOON,
    created_at: NOON,
    last_activity_at: NOON,
    version: 1,
    ...with_,
  };
}

export function aRow(with_: Partial<ConversationOut> = {}, read = 0): ConversationRow {
  return {
    conversation: aConversation(with_),
    read_inbound_count: read,
    pinned: false,
    mark_version: 0,
  };
}

export function aMessage(with_: Partial<MessageOut> = {}): MessageOut {
  return {
    id: "m1",
    conversation_id: "c1",
    pos: 1,
    visitor_seq: 1,
    direction: "inbound",
    author: WALT,
    persona_id: null,
    shown_as: null,
    content: { kind: "text", text: "Hello", buttons: [], quick_replies: [] },
    delivery: "delivered",
    delivery_reason: null,
    flow_id: null,
    flow_version: null,
    step_id: null,
    planned_epoch: null,
    created_at: NOON,
    sent_at: NOON,
    version: 1,
    ...with_,
  };
}

/** A message in the timeline, `minutes` after noon. */
export function said(
  id: string,
  minutes: number,
  with_: Partial<MessageOut> = {},
): Extract<TimelineItem, { type: "message" }> {
  const at = new Date(Date.parse(NOON) + minutes * 60_000).toISOString();
  const message = aMessage({ id, created_at: at, pos: minutes, ...with_ });
  return { type: "message", key: `m${id}`, at, message };
}

export function happened(name: string, minutes: number, data: Record<string, unknown> = {}) {
  const at = new Date(Date.parse(NOON) + minutes * 60_000).toISOString();
  return { type: "event", key: `e${minutes}`, at, name, actor: ADA, data } as const;
}

export function aContact(with_: Partial<ContactOut> = {}): ContactOut {
  return {
    id: "walt",
    name: "Walt",
    email: null,
    phone: null,
    locale: null,
    time_zone: null,
    picture_id: null,
    picture_url: null,
    identities: [],
    tags: [],
    fields: [],
    topics: [],
    page: null,
    first_seen_at: NOON,
    last_seen_at: NOON,
    version: 1,
    ...with_,
  };
}

export function aShortcut(with_: Partial<ShortcutOut> = {}): ShortcutOut {
  return {
    id: "s1",
    name: "hello",
    text: "Hello!",
    attachments: [],
    category: null,
    is_personal: false,
    owner_id: null,
    used_count: 0,
    last_used_at: null,
    version: 1,
    ...with_,
  };
}
