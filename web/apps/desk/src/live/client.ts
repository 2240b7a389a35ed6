import type { ClientFrame, Cursor, LiveEvent, ServerFrame } from "@obrol/api/live";
import { retryDelay } from "./backoff";
import { Place } from "./place";
import type { Connect, LiveSocket } from "./socket";

export type LiveState =
  | { kind: "live" }
  | { kind: "catching_up" }
  | { kind: "offline"; since: number };

export type LiveHearers = {
  events: (events: LiveEvent[]) => void;
  /** The server cannot say what we missed: everything that is shown must be asked for again. */
  resync: () => void;
  fleeting: (frame: Extract<ServerFrame, { type: "typing" | "looking" }>) => void;
  state: (state: LiveState) => void;
  signedOut: () => void;
};

const SIGNED_OUT = 4401; // close code of the server for "no session"
const DEFAULT_HEARTBEAT = 20; // seconds

/**
 * Keeps one socket to the server and its place in the feed. Frames are applied when they begin where we
 * stand; a frame that does not is a gap, and we ask for what lies between. Cursors are never compared but for equality.
 */
export class LiveClient {
  #socket: LiveSocket | null = null;
  readonly #place = new Place();
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

  /** The network is said to be gone: better shown at once than after two heartbeats. */
  cut(): void {
    if (this.#socket !== null) {
      this.#lost(0);
    }
  }

  typing(conversationId: string): void {
    this.#say({ type: "typing", conversation_id: conversationId });
  }

  looking(conversationId: string | null): void {
    this.#looking = conversationId;
    this.#say({ type: "looking", conversation_id: conversationId });
  }

  /** Says again where one looks, for whoever has come in since. */
  sayLooking(): void {
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
        this.#say({ type: "hello", cursor: this.#place.local });
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
        this.#place.hearOf(frame.head);
        this.sayLooking();
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
    this.#say({ type: "looking", conversation_id: this.#looking });
    // Without a cursor of our own, whatever was fetched before now may lack what happened in between.
    if (this.#place.local === null || frame.resync) {
      this.#startOver(frame.cursor);
      return;
    }
    this.#place.hearOf(frame.cursor);
    this.#tellState();
  }

  #events(frame: Extract<ServerFrame, { type: "events" }>): void {
    const judgement = this.#place.judge(frame.from, frame.to);
    if (judgement === "gap") {
      this.#sync();
    } else if (judgement === "next") {
      this.#hearers.events(frame.events);
      this.#place.moveTo(frame.to);
      this.#syncing = false;
      this.#tellState();
    }
  }

  #startOver(cursor: Cursor): void {
    this.#place.startAt(cursor);
    this.#syncing = false;
    this.#hearers.resync();
    this.#tellState();
  }

  #settle(): void {
    if (this.#place.isCurrent()) {
      this.#tellState();
      return;
    }
    // A heartbeat may overtake the events that it speaks of; asking for them once more than needed does no harm.
    this.#syncing = false;
    this.#sync();
  }

  #sync(): void {
    this.#become({ kind: "catching_up" });
    const from = this.#place.local;
    if (!this.#syncing && from !== null) {
      this.#syncing = true;
      this.#say({ type: "sync", from });
    }
  }

  #tellState(): void {
    this.#become(this.#place.isCurrent() ? { kind: "live" } : { kind: "catching_up" });
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
