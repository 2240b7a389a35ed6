import type { ClientFrame, Cursor, LiveEvent, ServerFrame } from "@obrol/api/live";
import { retryDelay } from "./backoff";

export type LiveState =
  | { kind: "live" }
  | { kind: "catching_up" }
  | { kind: "offline"; since: number };

export type LiveSocket = { send: (text: string) => void; close: () => void };

export type SocketHearers = {
  open: () => void;
  message: (text: string) => void;
  close: (code: number) => void;
};

export type Connect = (hearers: SocketHearers) => LiveSocket;

export type LiveHearers = {
  events: (events: LiveEvent[]) => void;
  /** The server cannot say what we missed: everything that is shown must be asked for again. */
  resync: () => void;
  fleeting: (frame: Extract<ServerFrame, { type: "typing" | "looking" }>) => void;
  state: (state: LiveState) => void;
  signedOut: () => void;
};

const SEEN_CURSORS = 64;
const SIGNED_OUT = 4401; // close code of the server for "no session"
const DEFAULT_HEARTBEAT = 20; // seconds

/**
 * Keeps one socket to the server and its place in the feed. Frames are applied when they begin where we
 * stand; a frame that does not is a gap, and we ask for what lies between. Cursors are never compared but for equality.
 */
export class LiveClient {
  #socket: LiveSocket | null = null;
  #local: Cursor | null = null;
  #head: Cursor | null = null;
  #seen: Cursor[] = [];
  #line = 0;
  #isOpen = false;
  #syncing = false;
  #tries = 0;
  #heartbeat = DEFAULT_HEARTBEAT;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #state: LiveState = { kind: "catching_up" };
  #stopped = true;
  #draining = false;
  #looking: string | null = null;
  readonly #connect: Connect;
  readonly #hearers: LiveHearers;

  constructor(connect: Connect, hearers: LiveHearers) {
    this.#connect = connect;
    this.#hearers = hearers;
  }

  start(): void {
    this.#stopped = false;
    this.#open();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#retry);
    this.#drop();
  }

  /** The network is said to be back, or somebody is looking again: no need to wait for the next try. */
  hurry(): void {
    if (!this.#stopped && this.#socket === null) {
      this.#tries = 0;
      this.#open();
    }
  }

  typing(conversationId: string): void {
    this.#say({ type: "typing", conversation_id: conversationId });
  }

  looking(conversationId: string | null): void {
    this.#looking = conversationId;
    this.#say({ type: "looking", conversation_id: conversationId });
  }

  #sayLooking(): void {
    if (this.#looking) {
      this.#say({ type: "looking", conversation_id: this.#looking });
    }
  }

  #open(): void {
    clearTimeout(this.#retry);
    this.#draining = false;
    this.#drop();
    this.#line += 1;
    const line = this.#line;
    const ifCurrent =
      <Args extends unknown[]>(hear: (...args: Args) => void) =>
      (...args: Args) => {
        if (line === this.#line) {
          hear(...args);
        }
      };
    this.#listen();
    this.#socket = this.#connect({
      open: ifCurrent(() => {
        this.#isOpen = true;
        this.#say({ type: "hello", cursor: this.#local });
      }),
      message: ifCurrent((text) => this.#take(text)),
      close: ifCurrent((code) => this.#lost(code)),
    });
  }

  /** Whatever the old line still has to say is not listened to. */
  #drop(): void {
    clearTimeout(this.#silence);
    this.#line += 1;
    this.#isOpen = false;
    this.#socket?.close();
    this.#socket = null;
  }

  #lost(code: number): void {
    this.#drop();
    if (this.#draining && code !== SIGNED_OUT) {
      return;
    }
    if (this.#state.kind !== "offline") {
      this.#become({ kind: "offline", since: Date.now() });
    }
    if (code === SIGNED_OUT) {
      this.#stopped = true;
      this.#hearers.signedOut();
    }
    if (!this.#stopped) {
      this.#retry = setTimeout(() => this.#open(), retryDelay(this.#tries));
      this.#tries += 1;
    }
  }

  #take(data: string): void {
    const frame: ServerFrame = JSON.parse(data);
    this.#listen();
    switch (frame.type) {
      case "welcome":
        this.#welcome(frame);
        break;
      case "events":
        this.#events(frame);
        break;
      case "heartbeat":
        this.#head = frame.head;
        this.#sayLooking();
        this.#settle();
        break;
      case "resync":
        this.#startOver(frame.cursor);
        break;
      case "drain":
        // The server is about to leave; come back to its successor without showing anybody an outage.
        clearTimeout(this.#retry);
        this.#draining = true;
        this.#retry = setTimeout(() => this.#open(), frame.reconnect_in_ms);
        break;
      case "typing":
      case "looking":
        this.#hearers.fleeting(frame);
        break;
    }
  }

  #welcome(frame: Extract<ServerFrame, { type: "welcome" }>): void {
    this.#tries = 0;
    this.#syncing = false;
    this.#heartbeat = frame.heartbeat_seconds;
    this.#listen();
    this.#sayLooking();
    // Without a cursor of our own, whatever was fetched before now may lack what happened in between.
    if (this.#local === null || frame.resync) {
      this.#startOver(frame.cursor);
      return;
    }
    this.#head = frame.cursor;
    this.#become(this.#isCurrent() ? { kind: "live" } : { kind: "catching_up" });
  }

  #events(frame: Extract<ServerFrame, { type: "events" }>): void {
    if (frame.from !== this.#local) {
      if (frame.to !== this.#local && !this.#seen.includes(frame.to)) {
        this.#sync();
      }
      return;
    }
    this.#hearers.events(frame.events);
    this.#moveTo(frame.to);
    this.#syncing = false;
    if (this.#head === null || this.#seen.includes(this.#head)) {
      this.#head = frame.to;
    }
    this.#become(this.#isCurrent() ? { kind: "live" } : { kind: "catching_up" });
  }

  #startOver(cursor: Cursor): void {
    this.#moveTo(cursor);
    this.#head = cursor;
    this.#syncing = false;
    this.#hearers.resync();
    this.#become({ kind: "live" });
  }

  #settle(): void {
    if (this.#isCurrent()) {
      this.#become({ kind: "live" });
      return;
    }
    // One heartbeat may overtake the events that it speaks of; if it still does not fit, `sync` brings them.
    this.#syncing = false;
    this.#sync();
  }

  #sync(): void {
    this.#become({ kind: "catching_up" });
    if (!this.#syncing && this.#local !== null) {
      this.#syncing = true;
      this.#say({ type: "sync", from: this.#local });
    }
  }

  #isCurrent(): boolean {
    return this.#head === this.#local || (this.#head !== null && this.#seen.includes(this.#head));
  }

  #moveTo(cursor: Cursor): void {
    this.#local = cursor;
    this.#seen = [...this.#seen.slice(1 - SEEN_CURSORS), cursor];
  }

  /** Any frame is a sign of life; two and a half heartbeats without one, and the line is dead. */
  #listen(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#lost(0), this.#heartbeat * 2_500);
  }

  #say(frame: ClientFrame): void {
    if (this.#isOpen) {
      this.#socket?.send(JSON.stringify(frame));
    }
  }

  #become(state: LiveState): void {
    if (this.#state.kind !== state.kind) {
      this.#state = state;
      this.#hearers.state(state);
    }
  }
}
