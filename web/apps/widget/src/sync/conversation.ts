import { newId, noteId } from "./ids";
import { Patience } from "./patience";
import type { PageNote, Ports, Socket, Upload } from "./ports";
import {
  CLOSE_UNKNOWN_SESSION,
  type ClientFrame,
  type Hello,
  type Page,
  readFrame,
  type Said,
} from "./protocol";
import { type Effect, emptySync, type Happening, type Stored, type Sync } from "./state";
import { nextDue, step } from "./step";

const BUSY_EVERY = 1_000; // ms between two signs of life of a page that uploads

/** One visitor's conversation: takes the steps, does what they ask for, and tells who listens. */
export class Conversation {
  sync: Sync;
  /** Where the visitor is; the team sees it beside the conversation. */
  page: Page | null = null;

  readonly #ports: Ports;
  readonly #patience: Patience;
  readonly #listeners = new Set<() => void>();
  readonly #remember: (seen: number) => void;
  #socket: Socket | null = null;
  /** Counts sockets, so that the last words of an abandoned one are not heard. */
  #attempt = 0;
  #token: string | null = null;
  #stale: string | null = null;
  #upload: Upload | null = null;
  #leading = false;
  #cancelTick = (): void => {};
  #stopped = false;

  constructor(ports: Ports, seen: number, remember: (seen: number) => void) {
    this.#ports = ports;
    this.#patience = new Patience(ports);
    this.#remember = remember;
    this.sync = emptySync(seen);
  }

  async start(): Promise<void> {
    this.#ports.pages.listen((note) => this.#hear(note));
    await this.#readOutbox();
    this.tell({ type: "woke" });
    this.#ports.pages.lead((leads) => void this.#lead(leads));
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelTick();
    this.#patience.startAgain();
    this.#upload?.abort();
    this.#hangUp();
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  say(said: Said, id: string = newId()): void {
    this.#said({ id, said, file: null, refused: null });
  }

  /** Offers a file; `refused` says why it will not even be tried. */
  offer(file: File, refused: string | null): void {
    this.#said({ id: newId(), said: null, file, refused });
  }

  moved(page: Page): void {
    this.page = page;
    if (this.sync.link === "live") this.#send({ type: "page", ...page });
  }

  tell(happening: Happening): void {
    if (this.#stopped) return;
    const { sync, effects } = step(this.sync, happening, this.#ports.now(), this.#ports.roll());
    this.sync = sync;
    for (const effect of effects) this.#do(effect);
    this.#scheduleTick();
    this.#patience.watch(sync);
    for (const listener of this.#listeners) listener();
  }

  #said(entry: Omit<Stored, "at">): void {
    this.tell({ type: "said", at: new Date().toISOString(), ...entry });
  }

  #do(effect: Effect): void {
    switch (effect.do) {
      case "open":
        void this.#open();
        return;
      case "close":
        this.#hangUp();
        return;
      case "hello":
        this.#send(this.#hello(effect.from));
        return;
      case "send":
        this.#send(effect.frame);
        return;
      case "keep":
        void this.#keep(effect.entry);
        return;
      case "forget":
        void this.#forget(effect.id);
        return;
      case "upload":
        void this.#uploadFile(effect.id, effect.file);
        return;
      case "abort":
        this.#upload?.abort();
        return;
      case "renew":
        this.#renew();
        return;
      case "saw":
        this.#remember(effect.seq);
        this.#ports.pages.tell({ type: "saw", seq: effect.seq });
    }
  }

  async #open(): Promise<void> {
    this.#hangUp();
    const attempt = this.#attempt;
    const mine = (): boolean => attempt === this.#attempt && !this.#stopped;
    try {
      const token = await this.#ports.session.token(this.#stale);
      if (!mine()) return;
      const changed = this.#token !== null && this.#token !== token;
      this.#token = token;
      if (changed) {
        this.tell({ type: "renewed" });
        return;
      }
    } catch {
      if (mine()) this.tell({ type: "closed", unknownSession: false });
      return;
    }
    this.#socket = this.#ports.connect({
      opened: () => {
        if (mine()) this.tell({ type: "opened" });
      },
      said: (text) => {
        const frame = mine() ? readFrame(text) : null;
        if (frame) this.tell({ type: "frame", frame });
      },
      closed: (code) => {
        if (mine()) this.tell({ type: "closed", unknownSession: code === CLOSE_UNKNOWN_SESSION });
      },
    });
  }

  #hangUp(): void {
    this.#attempt += 1;
    this.#socket?.close();
    this.#socket = null;
  }

  #send(frame: ClientFrame | Hello): void {
    this.#socket?.send(JSON.stringify(frame));
  }

  #hello(from: number | null): Hello {
    const { locale } = this.#ports;
    return { type: "hello", token: this.#token ?? "", from, locale, page: this.page };
  }

  #renew(): void {
    this.#stale = this.#token;
    this.#token = null;
  }

  async #keep(entry: Stored): Promise<void> {
    await this.#ports.outbox.put(entry);
    this.tell({ type: "kept", id: entry.id });
    this.#ports.pages.tell({ type: "outbox" });
  }

  async #forget(id: string): Promise<void> {
    await this.#ports.outbox.remove(id);
    this.#ports.pages.tell({ type: "outbox" });
  }

  async #readOutbox(): Promise<void> {
    const entries = await this.#ports.outbox.all();
    for (const { id } of entries) noteId(id);
    this.tell({ type: "stored", entries });
  }

  async #uploadFile(id: string, file: File): Promise<void> {
    let busyAt = 0;
    const upload = this.#ports.upload(file, this.#token ?? "", (progress) => {
      this.tell({ type: "progressed", id, progress });
      if (this.#ports.now() - busyAt < BUSY_EVERY) return;
      busyAt = this.#ports.now();
      this.#ports.pages.tell({ type: "busy" });
    });
    this.#upload = upload;
    const done = await upload.done;
    if (this.#upload === upload) this.#upload = null;
    if (done.outcome === "stored") this.tell({ type: "uploaded", id, said: done.said });
    else if (done.outcome === "refused")
      this.tell({ type: "upload_refused", id, message: done.message });
    else this.tell({ type: "upload_failed", id });
    if (done.outcome === "unknown_session") {
      this.#hangUp();
      this.tell({ type: "closed", unknownSession: true });
    }
  }

  async #lead(leads: boolean): Promise<void> {
    this.#leading = leads;
    // The page that led before may have changed the outbox a moment ago.
    if (leads) await this.#readOutbox();
    if (this.#leading === leads) this.tell({ type: "leads", leads });
  }

  #hear(note: PageNote): void {
    if (note.type === "saw") this.tell(note);
    else if (note.type === "outbox") void this.#readOutbox();
    else if (note.type === "busy") this.#patience.startAgain();
    else {
      const kept = this.#ports.session.kept();
      if (!this.#token || !kept || kept === this.#token) return;
      this.#renew();
      this.tell({ type: "renewed" });
    }
  }

  #scheduleTick(): void {
    this.#cancelTick();
    const due = nextDue(this.sync) - this.#ports.now();
    if (due < Number.POSITIVE_INFINITY)
      this.#cancelTick = this.#ports.later(Math.max(0, due), () => this.tell({ type: "tick" }));
  }
}
