import type { Draft, OutboxDatabase } from "./database";

export function emptyDraft(conversationId: string): Draft {
  return { conversation_id: conversationId, mode: "reply", reply: "", note: "" };
}

/** What is being written, per conversation and mode, kept with every key that is pressed. */
export class Drafts {
  #drafts: ReadonlyMap<string, Draft> = new Map();
  readonly #dirty = new Set<string>();
  readonly #hearers = new Set<() => void>();
  readonly #database: OutboxDatabase;
  #writing = false;

  constructor(database: OutboxDatabase) {
    this.#database = database;
  }

  async start(): Promise<void> {
    const kept = await this.#database.getAll("drafts").catch(() => []);
    // What was typed while we were reading is newer.
    this.#become(
      new Map([
        ...kept.map((draft) => [draft.conversation_id, draft] as const),
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

  put(draft: Draft): void {
    this.#become(new Map(this.#drafts).set(draft.conversation_id, draft));
    this.#dirty.add(draft.conversation_id);
    void this.#write();
  }

  async #write(): Promise<void> {
    if (this.#writing) {
      return;
    }
    this.#writing = true;
    while (this.#dirty.size > 0) {
      const [id = ""] = this.#dirty;
      this.#dirty.delete(id);
      const draft = this.of(id);
      const isEmpty = draft.reply === "" && draft.note === "" && draft.mode === "reply";
      await (isEmpty
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
