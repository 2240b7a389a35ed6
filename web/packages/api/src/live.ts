/** The live feed as the server speaks it. Written by hand until `make types` can ask the event classes. */
import type {
  Actor,
  AgentOut,
  ChannelOut,
  ContactOut,
  ConversationOut,
  DeliveryOut,
  MessageOut,
  NoteOut,
  WorkspaceOut,
} from "./shapes";

type Fact<Type extends string, Payload> = {
  type: Type;
  id: number;
  at: string;
  actor: Actor;
} & Payload;

type AboutConversation = { conversation: ConversationOut };

export type LiveEvent =
  | Fact<"message.received", AboutConversation & { message: MessageOut }>
  | Fact<"message.queued", AboutConversation & { message: MessageOut }>
  | Fact<
      "message.delivery_changed",
      { conversation_id: string; visitor_seq: number; deliveries: DeliveryOut[] }
    >
  | Fact<"note.added", AboutConversation & { note: NoteOut }>
  | Fact<"conversation.started", AboutConversation>
  | Fact<"conversation.reopened", AboutConversation & { because: "asked" | "contact_wrote" }>
  | Fact<"conversation.done", AboutConversation & { reason: string | null }>
  | Fact<"conversation.snoozed", AboutConversation & { until: string }>
  | Fact<"conversation.woken", AboutConversation & { because: "asked" | "time" | "contact_wrote" }>
  | Fact<
      "conversation.assigned",
      AboutConversation & { assignee_id: string | null; assignee_name: string | null }
    >
  | Fact<
      "conversation.handed_to_team",
      AboutConversation & { because: "agent_replied" | "switched" | "flow"; team_id: string | null }
    >
  | Fact<
      "conversation.returned_to_bot",
      AboutConversation & { because: "switched" | "pause_over" | "flow" }
    >
  | Fact<"conversation.pause_extended", AboutConversation & { paused_until: string | null }>
  | Fact<
      "conversation.read",
      { conversation_id: string; agent_id: string; read_inbound_count: number }
    >
  | Fact<"conversation.seen_by_team", { conversation_id: string; team_seen_seq: number }>
  | Fact<
      "run.faulted",
      AboutConversation & { flow_id: string; step_id: string | null; fault: string }
    >
  | Fact<"contact.changed", { contact: ContactOut }>
  | Fact<"agent.changed", { agent: AgentOut }>
  | Fact<"channel.changed", { channel: ChannelOut }>
  | Fact<"workspace.changed", { workspace: WorkspaceOut }>;

export type Cursor = string;
export type TypingWho = { kind: "contact" | "agent" | "bot"; id: string | null; name: string };
export type Present = { id: string; name: string; looking_at: string | null };

export type ServerFrame =
  | {
      type: "welcome";
      cursor: Cursor;
      resync: boolean;
      agent_id: string;
      heartbeat_seconds: number;
    }
  | { type: "events"; from: Cursor; to: Cursor; events: LiveEvent[] }
  | { type: "heartbeat"; head: Cursor }
  | { type: "resync"; cursor: Cursor }
  | { type: "typing"; conversation_id: string; who: TypingWho; for_ms: number }
  | { type: "presence"; agents: Present[] }
  | { type: "drain"; reconnect_in_ms: number };

export type ClientFrame =
  | { type: "hello"; cursor: Cursor | null }
  | { type: "sync"; from: Cursor }
  | { type: "typing"; conversation_id: string }
  | { type: "looking"; conversation_id: string | null };
