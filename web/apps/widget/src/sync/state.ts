import type { Refusal, Uploaded } from "./ports";
import type { Answering, ClientFrame, Said, ServerFrame, Typist, VisitorMessage } from "./protocol";

/** A message that this browser made and that the conversation does not show yet. */
export interface Outgoing {
  /** Made here once: every retry carries it, so that the server stores one message. */
  id: string;
  at: string;
  /** What to send; null while `file` still has to be uploaded. */
  said: Said | null;
  /** Kept until the message is stored: another session would have to upload it again. */
  file: File | null;
  /** The server's refusal. It waits for the visitor then and holds up nothing behind it. */
  refused: Refusal | null;
  /** In the store of the browser: from here on a reload does not lose it, so now it may leave. */
  kept: boolean;
  /** Acknowledged; stays until the conversation itself brings the message. */
  sent: boolean;
  /** 0..1 while it is uploaded. */
  progress: number;
}

export interface Sync {
  link: "down" | "opening" | "live";
  online: boolean;
  /** Failed attempts since the last welcome. */
  attempts: number;
  /** Everything up to this number is here; null while nothing has been loaded. */
  local: number | null;
  /** The greatest number that the server has told us of. */
  head: number;
  /** What is missing up to `head` has been asked for. */
  asked: boolean;
  messages: readonly VisitorMessage[];
  /** Older messages exist than those in `messages`. */
  more: boolean;
  loadingOlder: boolean;
  answering: Answering;
  teamSeen: number;
  typing: Typist | null;
  outbox: readonly Outgoing[];
  /** Only one page of a visitor empties the outbox: the one that leads. */
  leads: boolean;
  /** The id that was sent on this link and is not acknowledged yet. One at a time keeps the order. */
  inFlight: string | null;
  uploading: string | null;
  /** The panel is open in a visible page. */
  looking: boolean;
  /** How far the visitor has seen the conversation, on any page. */
  seen: number;
  /** What this link has told the server. */
  toldReceived: number;
  toldSeen: number;
  typedAt: number;
  /** When to act if nothing else happens, in milliseconds; Infinity is never. */
  due: {
    retry: number;
    silent: number;
    ack: number;
    sync: number;
    typing: number;
    resume: number;
  };
}

/** Everything that can happen to a client, and what comes with it. */
export interface Happenings {
  opened: null;
  /** Whether the server closed because it does not know the session. */
  closed: boolean;
  frame: ServerFrame;
  tick: null;
  online: boolean;
  /** Whether the panel is open in a visible page. */
  looked: boolean;
  woke: null;
  leads: boolean;
  renewed: null;
  said: Stored;
  kept: string;
  stored: readonly Stored[];
  saw: number;
  progressed: { id: string; progress: number };
  uploaded: { id: string } & Uploaded;
  again: string;
  dropped: string;
  typed: null;
  olderWanted: null;
  /** The addresses of this message's files have expired. */
  refreshWanted: number;
}

/** What the store of the browser holds of an outgoing message. */
export type Stored = Pick<Outgoing, "id" | "at" | "said" | "file" | "refused">;

/** Everything that a step can ask for, and what comes with it. */
export interface Effects {
  open: null;
  close: null;
  /** From which number on. */
  hello: number | null;
  send: ClientFrame;
  keep: Stored;
  forget: string;
  upload: { id: string; file: File };
  abort: null;
  renew: null;
  saw: number;
}

export type Effect = { [K in keyof Effects]: [K, Effects[K]] }[keyof Effects];

export const NEVER = Number.POSITIVE_INFINITY;

export function emptySync(seen: number): Sync {
  return {
    link: "down",
    online: true,
    attempts: 0,
    local: null,
    head: 0,
    asked: false,
    messages: [],
    more: false,
    loadingOlder: false,
    answering: "bot",
    teamSeen: 0,
    typing: null,
    outbox: [],
    leads: false,
    inFlight: null,
    uploading: null,
    looking: false,
    seen,
    toldReceived: 0,
    toldSeen: 0,
    typedAt: 0,
    due: { retry: NEVER, silent: NEVER, ack: NEVER, sync: NEVER, typing: NEVER, resume: NEVER },
  };
}

/** Messages of the bot or the team that the visitor has not looked at. */
export function unread(sync: Sync): number {
  return sync.messages.filter((m) => m.seq > sync.seen && m.author.kind !== "visitor").length;
}
