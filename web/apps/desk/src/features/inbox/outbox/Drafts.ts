import type { Draft, OutboxDatabase } from "./database";

export type KeptDraft = Pick<Draft, "mode" | "reply" | "note" | "persona_id" | "written_at">;

/** Where drafts are kept besides this device. */
export type DraftStore = {
  get: (conversationId: string) => Promise<KeptDraft | null>;
  /** Answers with the one that counts: a newer one of another device, perhaps. */
  put: (conversationId: string, draft: KeptDraft, leaving: boolean) => Promise<KeptDraft>;
};

type Change = Partial<Pick<Draft, "mode" | "reply" | "note" | "persona_id" | "began">>;

const PUSH_AFTER = 800; // milliseconds without a key

export function emptyDraft(conversationId: string): Draft {
  return {
    conversation_id: conversationId,
    mode: "reply",
    reply: "",
    note: "",
    persona_id: null,
    written_at: new Date(0).toISOString(),
    began: null,
    synced: true,
  };
}

/**
 * What is being written, per conversation and mode: on this device with every key that is pressed, on the server
 * a moment later. The newer of the two wins when a conversation is opened.
 */
export class Drafts {
  #drafts: ReadonlyMap<string, Draft> = new Map();
  readonly #dirty = new Set<string>();
  readonly #hearers = new Set<() => void>();
  readonly #database: OutboxDatabase;
  readonly #store: DraftStore;
  #writing = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(database: OutboxDatabase, store: DraftStore) {
    this.#database = database;
    this.#store = store;
  }

  async start(): Promise<void> {
    const kept = await this.#database.getAll("drafts").catch(() => []);
    // What was typed while we were reading is newer; an older version of the desk kept less of a draft.
    this.#become(
      new Map([
        ...kept.map(
          (draft) =>
            [draft.conversation_id, { ...emptyDraft(draft.conversation_id), ...draft }] as const,
        ),
        ...this.#drafts.entries(),
      ]),
    );
  }

  subscribe = (hear: () => void): (() => void) => {
    this.#hearers.add(hear);
    return () => this.#hearers.delete(hear);
  };

  all = (): ReadonlyMap<string, Draft> => this.#drafts;

  of(conversationId: string): Draft {
    return this.#drafts.get(conversationId) ?? emptyDraft(conversationId);
  }

  write(conversationId: string, change: Change): void {
    const before = this.of(conversationId);
    // Never older than what it was written over, whatever this device takes for the time.
    const at = Math.max(Date.now(), Date.parse(before.written_at) + 1);
    this.#put({ ...before, ...change, written_at: new Date(at).toISOString(), synced: false });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.push(), PUSH_AFTER);
  }

  /** A conversation is opened: takes what the server has, if that is newer. */
  async follow(conversationId: string): Promise<void> {
    const before = this.#drafts.get(conversationId);
    const theirs = await this.#store.get(conversationId).catch(() => null);
    if (!theirs) {
      return;
    }
    if (this.#drafts.get(conversationId) !== before) {
      // Typed meanwhile, over what the agent saw: that counts.
      this.#outdate(conversationId, theirs);
    } else if (isNewer(theirs, this.of(conversationId))) {
      this.#put({ ...this.of(conversationId), ...theirs, began: null, synced: true });
    }
  }

  /** Gives the server whatever it does not have; `leaving` when the page is about to go. */
  async push(leaving = false): Promise<void> {
    clearTimeout(this.#timer);
    const unsynced = [...this.#drafts.values()].filter((draft) => !draft.synced);
    await Promise.all(unsynced.map((draft) => this.#pushOne(draft, leaving)));
  }

  async #pushOne(draft: Draft, leaving: boolean): Promise<void> {
    const { conversation_id, mode, reply, note, persona_id, written_at } = draft;
    const kept = await this.#store
      .put(conversation_id, { mode, reply, note, persona_id, written_at }, leaving)
      .catch(() => null);
    if (!kept) {
      return; // it is safe on this device, and goes with the next one
    }
    if (this.#drafts.get(conversation_id) === draft) {
      this.#put({ ...draft, ...kept, synced: true });
    } else {
      this.#outdate(conversation_id, kept);
    }
  }

  /** Makes what is here newer than what is there. */
  #outdate(conversationId: string, theirs: KeptDraft): void {
    if (isNewer(theirs, this.of(conversationId))) {
      this.#put({ ...this.of(conversationId), written_at: theirs.written_at });
      this.write(conversationId, {});
    }
  }

  #put(draft: Draft): void {
    this.#become(new Map(this.#drafts).set(draft.conversation_id, draft));
    this.#dirty.add(draft.conversation_id);
    void this.#save();
  }

  async #save(): Promise<void> {
    if (this.#writing) {
      return;
    }
    this.#writing = true;
    while (this.#dirty.size > 0) {
      const [id = ""] = this.#dirty;
      this.#dirty.delete(id);
      const draft = this.of(id);
      await (isNothing(draft)
        ? this.#database.delete("drafts", id)
        : this.#database.put("drafts", draft)
      ).catch(() => undefined);
    }
    this.#writing = false;
  }

  #become(drafts: ReadonlyMap<string, Draft>): void {
    this.#drafts = drafts;
    for (const hear of this.#hearers) {
      hear();
    }
  }
}

function isNewer(one: { written_at: string }, other: { written_at: string }): boolean {
  return Date.parse(one.written_at) > Date.parse(other.written_at);
}

/** An emptied draft that the server does not know of yet still has something to say: that it was sent. */
function isNothing({ reply, note, mode, persona_id, synced }: Draft): boolean {
  return synced && reply === "" && note === "" && mode === "reply" && persona_id === null;
}
