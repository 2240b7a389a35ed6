/** The names that features use for what the server sends. Written by hand until the server can be asked. */

export type Role = "owner" | "admin" | "supervisor" | "agent";
export type Locale = "en" | "id";
export type Status = "open" | "snoozed" | "done";
export type Answering = "bot" | "team";
export type AuthorKind = "contact" | "agent" | "bot";
export type ActorKind = AuthorKind | "system";
export type DeliveryState =
  | "queued"
  | "sent"
  | "delivered"
  | "read"
  | "failed"
  | "unknown"
  | "held";

export type Media = {
  attachment_id: string;
  name: string;
  media_type: string;
  size: number;
  width: number | null;
  height: number | null;
};
export type MediaOut = Media & { url: string; thumbnail_url: string | null };
export type Button = { id: string; label: string; url: string | null };
export type QuickReply = { id: string; label: string };
export type Card = { title: string; subtitle: string; image: MediaOut | null; buttons: Button[] };

export type TextContent = {
  kind: "text";
  text: string;
  buttons: Button[];
  quick_replies: QuickReply[];
};
export type MediaKind = "image" | "audio" | "video" | "file";
export type MediaContent = { kind: MediaKind; media: MediaOut; caption: string };
export type CardsContent = { kind: "cards"; cards: Card[] };
export type ChoiceContent = {
  kind: "choice";
  text: string;
  choice_id: string;
  message_id: string | null;
};
export type Content = TextContent | MediaContent | CardsContent | ChoiceContent;
export type ContentIn =
  | { kind: "text"; text: string }
  | { kind: MediaKind; media: Media; caption: string };

export type Author = { kind: AuthorKind; id: string | null; name: string };
export type Actor = { kind: ActorKind; id: string | null; name: string };

export type MessageOut = {
  id: string;
  conversation_id: string;
  pos: number;
  visitor_seq: number | null;
  direction: "inbound" | "outbound";
  author: Author;
  persona_id: string | null;
  content: Content;
  delivery: DeliveryState;
  delivery_reason: string | null;
  flow_id: string | null;
  flow_version: number | null;
  step_id: string | null;
  planned_epoch: number | null;
  created_at: string;
  sent_at: string | null;
  version: number;
};
export type DeliveryOut = {
  message_id: string;
  visitor_seq: number | null;
  delivery: DeliveryState;
  delivery_reason: string | null;
  sent_at: string | null;
  version: number;
};
export type NoteOut = {
  id: string;
  conversation_id: string;
  author: Author;
  text: string;
  created_at: string;
  version: number;
};

export type AgentRef = { id: string; name: string };
export type ConversationOut = {
  id: string;
  channel: { id: string; name: string; kind: string };
  contact: { id: string; name: string; picture_url: string | null };
  bot_id: string | null;
  status: Status;
  done_reason: string | null;
  snoozed_until: string | null;
  answering: Answering;
  answering_epoch: number;
  paused_until: string | null;
  assignee: AgentRef | null;
  team_id: string | null;
  last_pos: number;
  visitor_seq: number;
  team_seen_seq: number;
  inbound_count: number;
  last_message: { preview: string; author_kind: AuthorKind; kind: string; at: string } | null;
  waiting_since: string | null;
  created_at: string;
  last_activity_at: string;
  version: number;
};
export type ConversationRow = { conversation: ConversationOut; read_inbound_count: number };
export type FoundInMessages = ConversationRow & {
  message: { id: string; pos: number; excerpt: string; at: string };
};
export type ConversationCounts = { open: number; snoozed: number; done: number; unread: number };
export type ConversationPage = { rows: ConversationRow[]; next: string | null };
export type SearchResult = { rows: ConversationRow[]; found_in_messages: FoundInMessages[] };
export type ConversationDetail = ConversationRow & { contact: ContactOut };

export type TimelineItem =
  | { type: "message"; key: string; at: string; message: MessageOut }
  | { type: "note"; key: string; at: string; note: NoteOut }
  | {
      type: "event";
      key: string;
      at: string;
      name: string;
      actor: Actor;
      data: Record<string, unknown>;
    };
export type TimelinePage = { items: TimelineItem[]; before: string | null };

export type Identity = { channel_id: string; channel_kind: string; external_id: string };
export type Tag = { id: string; name: string; color: string };
export type FieldValue = { id: string; key: string; name: string; type: string; value: unknown };
export type ContactOut = {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  locale: string | null;
  time_zone: string | null;
  picture_url: string | null;
  identities: Identity[];
  tags: Tag[];
  fields: FieldValue[];
  page: { url: string; title: string } | null;
  first_seen_at: string;
  last_seen_at: string;
  version: number;
};

export type AttachmentOut = MediaOut & { kind: MediaKind };

export type Theme = "light" | "dark" | "auto";
export type AgentOut = {
  id: string;
  name: string;
  email: string;
  role: Role;
  disabled: boolean;
  picture_url: string | null;
  version: number;
};
export type MeOut = AgentOut & {
  locale: Locale | null;
  theme: Theme | null;
  time_zone: string | null;
};
export type WorkspaceOut = {
  id: string;
  name: string;
  time_zone: string;
  locale: Locale;
  pause_minutes: number;
  version: number;
};
export type CurrentSession = {
  session_id: string;
  agent: MeOut;
  workspace: WorkspaceOut;
  workspaces: { id: string; name: string }[];
};
export type SessionOut = {
  id: string;
  user_agent: string;
  ip: string;
  created_at: string;
  last_seen_at: string;
  current: boolean;
};
export type SetupOut = {
  needed: boolean;
  demo: boolean;
  demo_sign_in: { email: string; password: string } | null;
};
export type TeamOut = { id: string; name: string; member_ids: string[]; version: number };
export type InvitationOut = {
  id: string;
  email: string | null;
  role: Role;
  team_ids: string[];
  expires_at: string;
};
export type NewInvitationOut = InvitationOut & { link: string };
export type InvitationLook = { workspace_name: string; role: Role; email: string | null };

export type WebchatSettings = {
  color: string;
  title: { en: string; id: string };
  greeting: { en: string; id: string };
  position: "right" | "left";
  allowed_origins: string[];
  launcher: "bubble";
};
export type ChannelOut = {
  id: string;
  kind: string;
  name: string;
  state: "connected" | "broken";
  state_reason: string | null;
  bot: { id: string; name: string } | null;
  start_flow_id: string | null;
  settings: WebchatSettings | Record<string, unknown>;
  public_id: string;
  version: number;
};
export type BotOut = { id: string; name: string; version: number };

export type DeadLetterOut = {
  id: number;
  kind: string;
  conversation_id: string | null;
  attempts: number;
  error: string;
  created_at: string;
};

/** A refusal: problem+json with a stable code and a sentence for people. */
export type Problem = { type: string; title: string; status: number; code: string; detail: string };
