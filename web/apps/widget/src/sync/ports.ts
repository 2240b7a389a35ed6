import type { Said } from "./protocol";
import type { Stored } from "./state";

/** The world outside a conversation, so that tests can hand in a worse one. */
export interface Ports {
  /** Milliseconds that only ever grow. */
  now(): number;
  /** 0..1, for jitter. */
  roll(): number;
  later(ms: number, act: () => void): () => void;
  connect(on: SocketEvents): Socket;
  session: Session;
  upload(file: File, token: string, progressed: (share: number) => void): Upload;
  outbox: Outbox;
  pages: Pages;
  locale: string;
}

export interface SocketEvents {
  opened(): void;
  said(text: string): void;
  closed(code: number): void;
}

export interface Socket {
  send(text: string): void;
  close(): void;
}

/** Who the visitor is to the server: a token that only this browser knows. */
export interface Session {
  kept(): string | null;
  /** The kept token; a new one when there is none or when it is `stale`. Rejects when nobody answers. */
  token(stale: string | null): Promise<string>;
}

export interface Upload {
  /** Rejects when the server does not know the session. */
  done: Promise<Uploaded>;
  abort(): void;
}

/** What became of an upload; neither is a failure that may pass. */
export interface Uploaded {
  said?: Said;
  refused?: Refusal;
}

/** Why the server does not take something: a stable code, and its own sentence. */
export interface Refusal {
  code: string;
  message: string;
}

/** What was said and is not acknowledged, in the order in which it was said. */
export interface Outbox {
  /** Every page of this browser sees all of it, files too: so one page can send for all. */
  shared: boolean;
  all(): Promise<Stored[]>;
  put(entry: Stored): Promise<void>;
  remove(id: string): Promise<void>;
}

/** The other pages of the same visitor in the same browser. */
export interface Pages {
  tell(note: PageNote): void;
  listen(hear: (note: PageNote) => void): void;
  /** Asks to lead, and says whenever that changes. */
  lead(changed: (leads: boolean) => void): void;
  /** Takes the lead from a page that sleeps. */
  insist(): void;
}

export type PageNote =
  | { type: "outbox" }
  | { type: "busy" }
  | { type: "session" }
  | { type: "saw"; seq: number };
