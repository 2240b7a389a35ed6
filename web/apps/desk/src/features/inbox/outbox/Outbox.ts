import type { MessageOut, NoteOut } from "@obrol/api";
import { newId } from "@/lib/ids";
import { retryDelay } from "@/live/backoff";
import type { OutboxDatabase, OutboxEntry } from "./database";
import { verdictOn } from "./verdict";

export type Sent = { kind: "reply"; message: MessageOut } | { kind: "note"; note: NoteOut };

export type Post = (entry: OutboxEntry) => Promise<Sent>;

export type OutboxOptions = {
  agentId: string;
  database: OutboxDatabase;
  post: Post;
  /** Called before the entry goes, so that its bubble is replaced and never blinks. */
  onSent: (sent: Sent) => void;
};

/**
 * What this agent wrote and the server has not acknowledged: in memory for the next frame, in IndexedDB for
 * the next start, sent in order per conversation with the same id until it is acknowledged or refused for good.
 */
export class Outbox {
  #entries: readonly OutboxEntry[] = [];
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ripens: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  readonly #busy = new Map<string, "sending" | "once more">();
  readonly #hearers = new Set<() => void>();
  readonly #channel: BroadcastChannel;
  readonly #options: OutboxOptions;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.#channel = new BroadcastChannel(`obrol-outbox-${options.agentId}`);
    this.#channel.onmessage = () => void this.#reload();
  }

  subscribe = (hear: () => void): (() => void) => {
    this.#hearers.add(hear);
    return () => this.#hearers.delete(hear);
  };

  entries = (): readonly OutboxEntry[] => this.#entries;

  async start(): Promise<void> {
    await this.#reload();
    this.hurry();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#ripens);
    this.#channel.close();
  }

  /** Takes what was written. It is kept before it is sent; `waitFor` milliseconds it can be taken back. */
  async add(
    conversationId: string,
    what: OutboxEntry["what"],
    { batch = newId(), waitFor = 0 }: { batch?: string; waitFor?: number } = {},
  ): Promise<void> {
    const entry: OutboxEntry = {
      id: newId(),
      conversation_id: conversationId,
      what,
      batch,
      not_before: waitFor > 0 ? Date.now() + waitFor : null,
      created_at: new Date().toISOString(),
      order: Math.max(Date.now(), 1 + Math.max(0, ...this.#entries.map((one) => one.order))),
      refusal: null,
    };
    this.#become([...this.#entries, entry]);
    // A full or forbidden disk must not keep a message from being sent.
    await this.#options.database.put("outbox", entry).catch(() => undefined);
    this.#tellOthers();
    await this.#pump(conversationId);
  }

  /** Tries a refused entry once more, with the same id. */
  async retry(id: string): Promise<void> {
    const entry = this.#entries.find((one) => one.id === id);
    if (entry) {
      await this.#replace({ ...entry, refusal: null });
      await this.#pump(entry.conversation_id);
    }
  }

  async discard(id: string): Promise<void> {
    await this.#remove(id);
  }

  /** Takes back what was sent together, if none of it has gone yet; answers with what it was. */
  async takeBack(batch: string): Promise<OutboxEntry[]> {
    const entries = this.#entries.filter((one) => one.batch === batch);
    if (!entries.every(isWaitingToBeUndone)) {
      return [];
    }
    await Promise.all(entries.map((entry) => this.#remove(entry.id)));
    return entries;
  }

  /** Nobody is here to take anything back: what waits for that goes now. */
  async release(): Promise<void> {
    await Promise.all(
      this.#entries
        .filter(isWaitingToBeUndone)
        .map((entry) => this.#replace({ ...entry, not_before: null })),
    );
    this.hurry();
  }

  /** The connection is said to be back: everything that waits goes now. */
  hurry(): void {
    clearTimeout(this.#timer);
    for (const id of new Set(this.#waiting().map((entry) => entry.conversation_id))) {
      void this.#pump(id);
    }
  }

  #waiting(): OutboxEntry[] {
    return this.#entries.filter((entry) => entry.refusal === null);
  }

  async #pump(conversationId: string): Promise<void> {
    if (this.#busy.has(conversationId)) {
      // What came while the last try was ending must not wait for another occasion.
      this.#busy.set(conversationId, "once more");
      return;
    }
    do {
      this.#busy.set(conversationId, "sending");
      // Of several tabs, one sends a conversation's entries; the id makes a double send harmless, the lock keeps order.
      await exclusively(`obrol-outbox-${conversationId}`, () => this.#drain(conversationId));
    } while (this.#busy.get(conversationId) === "once more" && !this.#closed);
    this.#busy.delete(conversationId);
  }

  async #drain(conversationId: string): Promise<void> {
    for (;;) {
      const entry = this.#waiting()
        .filter((one) => one.conversation_id === conversationId)
        .sort((one, other) => one.order - other.order)[0];
      if (entry && isWaitingToBeUndone(entry)) {
        this.#hurryAt(entry.not_before ?? 0);
        return;
      }
      if (!entry || this.#closed || !(await this.#attempt(entry))) {
        return;
      }
    }
  }

  /** Whether the entry is settled, one way or the other. */
  async #attempt(entry: OutboxEntry): Promise<boolean> {
    try {
      const sent = await this.#options.post(entry);
      this.#tries = 0;
      this.#options.onSent(sent);
      await this.#remove(entry.id);
      return true;
    } catch (error) {
      const verdict = verdictOn(error);
      if (verdict.kind === "refused") {
        await this.#replace({ ...entry, refusal: verdict.refusal });
        return true;
      }
      if (verdict.kind === "later") {
        this.#tryLater();
      }
      return false;
    }
  }

  #hurryAt(at: number): void {
    clearTimeout(this.#ripens);
    this.#ripens = setTimeout(() => this.hurry(), Math.max(0, at - Date.now()) + 10);
  }

  #tryLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hurry(), retryDelay(this.#tries));
    this.#tries += 1;
  }

  async #replace(entry: OutboxEntry): Promise<void> {
    this.#become(this.#entries.map((one) => (one.id === entry.id ? entry : one)));
    await this.#options.database.put("outbox", entry).catch(() => undefined);
    this.#tellOthers();
  }

  async #remove(id: string): Promise<void> {
    this.#become(this.#entries.filter((one) => one.id !== id));
    await this.#options.database.delete("outbox", id).catch(() => undefined);
    this.#tellOthers();
  }

  async #reload(): Promise<void> {
    const kept = await this.#options.database.getAll("outbox").catch(() => this.#entries);
    if (!this.#closed) {
      this.#become([...kept].sort((one, other) => one.order - other.order));
    }
  }

  #tellOthers(): void {
    if (!this.#closed) {
      this.#channel.postMessage("changed");
    }
  }

  #become(entries: readonly OutboxEntry[]): void {
    this.#entries = entries;
    for (const hear of this.#hearers) {
      hear();
    }
  }
}

async function exclusively(name: string, work: () => Promise<void>): Promise<void> {
  await ("locks" in navigator ? navigator.locks.request(name, work) : work());
}

export function isWaitingToBeUndone({ not_before }: OutboxEntry): boolean {
  return typeof not_before === "number" && not_before > Date.now();
}
