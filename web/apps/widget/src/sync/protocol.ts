/** The frames between the widget and the server, as docs and server spell them. */

export interface Media {
  attachment_id: string;
  name: string;
  media_type: string;
  size: number;
  width: number | null;
  height: number | null;
}

/** An attachment as the server hands it out: with signed addresses that expire. */
export interface MediaOut extends Media {
  url: string;
  thumbnail_url: string | null;
}

export interface Button {
  id: string;
  label: string;
  url: string | null;
}

export interface QuickReply {
  id: string;
  label: string;
}

export interface Card {
  title: string;
  subtitle: string;
  image: MediaOut | null;
  buttons: Button[];
}

export type MediaKind = "image" | "audio" | "video" | "file";

export type Content =
  | { kind: "text"; text: string; buttons: Button[]; quick_replies: QuickReply[] }
  | { kind: MediaKind; media: MediaOut; caption: string }
  | { kind: "cards"; cards: Card[] }
  | { kind: "choice"; text: string; choice_id: string; message_id: string | null };

/** What a visitor can say. The server adds what is left out. */
export type Said =
  | { kind: "text"; text: string }
  | { kind: MediaKind; media: Media }
  | { kind: "choice"; text: string; choice_id: string; message_id: string };

export interface VisitorMessage {
  id: string;
  /** Gapless within the conversation, counting only what the visitor may see. */
  seq: number;
  author: { kind: "visitor" | "bot" | "agent"; name: string; picture_url?: string | null };
  content: Content;
  at: string;
}

export type Answering = "bot" | "team";

export interface Typist {
  kind: "bot" | "agent";
  name: string;
}

export type ServerFrame =
  | {
      type: "welcome";
      head: number;
      messages: VisitorMessage[];
      /** Asked from the beginning: older ones exist. Asked from a number: newer ones exist. */
      more: boolean;
      /** How far the team has seen what the visitor wrote. */
      seen_seq: number;
      answering: Answering;
    }
  | { type: "messages"; from: number; to: number; messages: VisitorMessage[] }
  | { type: "ack"; id: string; seq: number; at: string }
  | { type: "refused"; id: string; code: string; message: string }
  | { type: "older"; messages: VisitorMessage[]; more: boolean }
  | { type: "seen"; seq: number }
  | { type: "typing"; who: Typist; for_ms: number }
  | { type: "heartbeat"; head: number }
  | { type: "answering"; answering: Answering }
  | { type: "drain"; reconnect_in_ms: number };

export type ClientFrame =
  | { type: "sync"; from: number }
  | { type: "send"; id: string; content: Said }
  | { type: "received" | "seen"; seq: number }
  | { type: "typing" }
  | { type: "older"; before: number }
  | { type: "page"; url: string; title: string };

export interface Hello {
  type: "hello";
  token: string;
  from: number | null;
  locale: string;
  time_zone: string;
  page: Page | null;
}

export interface Page {
  url: string;
  title: string;
}

/** The server closed because it does not know this token (any more): ask for a new session. */
export const CLOSE_UNKNOWN_SESSION = 4401;

export function readFrame(text: string): ServerFrame | null {
  try {
    const frame: unknown = JSON.parse(text);
    return typeof frame === "object" && frame !== null && "type" in frame
      ? (frame as ServerFrame)
      : null;
  } catch {
    return null;
  }
}
