/** The agents' live socket: events are generated from the server's classes, frames are its protocol. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type LiveEvent = Schemas["LiveEvent"];

/** Opaque: compared for equality and nothing else. */
export type Cursor = string;

type Actor = Schemas["ActorOut"];

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
  | { type: "typing"; conversation_id: string; who: Actor; for_ms: number }
  | { type: "looking"; conversation_id: string | null; who: Actor; tab: string }
  | { type: "drain"; reconnect_in_ms: number };

export type ClientFrame =
  | { type: "hello"; cursor: Cursor | null }
  | { type: "sync"; from: Cursor }
  | { type: "typing"; conversation_id: string }
  | { type: "looking"; conversation_id: string | null };
