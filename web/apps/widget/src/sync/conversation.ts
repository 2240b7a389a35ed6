import { newId, noteId } from "./ids";
import { Patience } from "./patience";
import type { PageNote, Ports, Refusal, Socket, Upload } from "./ports";
import {
  CLOSE_UNKNOWN_SESSION,
  type ClientFrame,
  type Hello,
  type Page,
  type Said,
  type ServerFrame,
} from "./protocol";
import { type Effects, emptySync, type Happenings, type Sync } from "./state";
import { nextDue, step } from "./step";

const BUSY_EVERY = 1_000; // ms between two signs of life of a page that uploads

type Doers = { [Name in keyof Effects]: (what: Effects[Name]) => void };

/** One visitor's conversation: takes the steps, does what they ask for, and tells who listens. */
export class Conversation {
  sync: Sync;
  /** Where the visitor is; the team sees it beside the conversation. */
  page: Page | null = null;

  readonly #ports: Ports;
  readonly #patience: Patience;
  readonly #listeners: (() => void)[] = [];
  readonly #doers: Doers;
  #socket: Socket | null = null;
  /** Counts sockets, so that the last words of an abandoned one are not heard. */
  #attempt = 0;
  #token: string | null = null;
  #stale: string | null = null;
  #upload: Upload | null = null;
  #leading = false;
  #cancelTick = (): void => {};

  constructor(ports: Ports, seen: number, remember: (seen: number) => void) {
    this.#ports = ports;
    this.#patience = new Patience(ports);
    this.sync = emptySync(seen);
    const { outbox, pages } = ports;
    const changed = (): void => pages.tell({ type: "outbox" });
    this.#doers = {
      open: () => void this.#open(),
      close: () => this.#hangUp(),
      hello: (from) => this.#hello(from),
      send: (frame) => this.#send(frame),
      keep: (entry) =>
        void outbox
          .put(entry)
          .then(() => this.tell("kept", entry.id))
          .then(changed),
      forget: (id) => void outbox.remove(id).then(changed),
      upload: ({ id, file }) => void this.#uploadFile(id, file),
      abort: () => this.#upload?.abort(),
      renew: () => this.#renew(),
      saw(seq) {
        remember(seq);
        pages.tell({ type: "saw", seq });
      },
    };
  }

  async start(): Promise<void> {
    this.#ports.pages.listen((note) => this.#hear(note));
    await this.#readOutbox();
    this.tell("woke", null);
    this.#ports.pages.lead((leads) => void this.#lead(leads));
  }

  stop(): void {
    this.tell = () => {};
    this.#cancelTick();
    this.#patience.startAgain();
    this.#upload?.abort();
    this.#hangUp();
  }

  listen(listener: () => void): void {
    this.#listeners.push(listener);
  }

  say(said: Said, id: string = newId()): void {
    this.#said(id, said, null, null);
  }

  /** Offers a file; `refused` says why it will not even be tried. */
  offer(file: File, refused: Refusal | null): void {
    this.#said(newId(), null, file, refused);
  }

  moved(page: Page): void {
    this.page = page;
    // Before the hello this reaches nobody, and the hello says it.
    this.#send({ type: "page", ...page });
  }

  tell<Name extends keyof Happenings>(name: Name, what: Happenings[Name]): void {
    const { sync, effects } = step(this.sync, name, what, this.#ports.now(), this.#ports.roll());
    this.sync = sync;
    for (const [effect, how] of effects) (this.#doers[effect] as (how: unknown) => void)(how);
    this.#patience.watch(sync);
    this.#cancelTick();
    const due = nextDue(this.sync) - this.#ports.now();
    if (due < Number.POSITIVE_INFINITY)
      this.#cancelTick = this.#ports.later(Math.max(0, due), () => this.tell("tick", null));
    for (const listener of this.#listeners) listener();
  }

  #said(id: string, said: Said | null, file: File | null, refused: Refusal | null): void {
    this.tell("said", { id, at: new Date().toISOString(), said, file, refused });
  }

  async #open(): Promise<void> {
    this.#hangUp();
    const attempt = this.#attempt;
    const tell = <Name extends keyof Happenings>(name: Name, what: Happenings[Name]): void => {
      if (attempt === this.#attempt) this.tell(name, what);
    };
    let token: string;
    try {
      token = await this.#ports.session.token(this.#stale);
    } catch {
      tell("closed", false);
      return;
    }
    if (attempt !== this.#attempt) return;
    const changed = this.#token && this.#token !== token;
    this.#token = token;
    if (changed) {
      // Another page got a new session while this one was away.
      this.tell("renewed", null);
      return;
    }
    this.#socket = this.#ports.connect({
      opened: () => tell("opened", null),
      said: (text) => tell("frame", JSON.parse(text) as ServerFrame),
      closed: (code) => tell("closed", code === CLOSE_UNKNOWN_SESSION),
    });
  }

  #hangUp(): void {
    this.#attempt += 1;
    this.#socket?.close();
    this.#socket = null;
  }

  #hello(from: number | null): void {
    const { locale } = this.#ports;
    const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    this.#send({
      type: "hello",
      token: this.#token ?? "",
      from,
      locale,
      time_zone,
      page: this.page,
    });
  }

  #send(frame: ClientFrame | Hello): void {
    this.#socket?.send(JSON.stringify(frame));
  }

  #renew(): void {
    this.#stale = this.#token;
    this.#token = null;
  }

  async #readOutbox(): Promise<void> {
    const entries = await this.#ports.outbox.all();
    for (const { id } of entries) noteId(id);
    this.tell("stored", entries);
  }

  async #uploadFile(id: string, file: File): Promise<void> {
    let busyAt = 0;
    const { now, pages } = this.#ports;
    this.#upload = this.#ports.upload(file, this.#token ?? "", (progress) => {
      this.tell("progressed", { id, progress });
      if (now() < busyAt + BUSY_EVERY) return;
      busyAt = now();
      pages.tell({ type: "busy" });
    });
    try {
      this.tell("uploaded", { id, ...(await this.#upload.done) });
    } catch {
      this.tell("uploaded", { id });
      this.#hangUp();
      this.tell("closed", true);
    }
  }

  async #lead(leads: boolean): Promise<void> {
    this.#leading = leads;
    // The page that led before may have changed the outbox a moment ago.
    if (leads) await this.#readOutbox();
    if (this.#leading === leads) this.tell("leads", leads);
  }

  #hear(note: PageNote): void {
    if (note.type === "saw") this.tell("saw", note.seq);
    if (note.type === "outbox") void this.#readOutbox();
    if (note.type === "busy") this.#patience.startAgain();
    if (note.type === "session") {
      const kept = this.#ports.session.kept();
      if (!this.#token || !kept || kept === this.#token) return;
      this.#renew();
      this.tell("renewed", null);
    }
  }
}
