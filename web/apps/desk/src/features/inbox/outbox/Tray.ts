import type { AttachmentOut } from "@obrol/api";
import { newId } from "@/lib/ids";
import type { OutboxDatabase, TrayFile } from "./database";
import { verdictOn } from "./verdict";

export type TrayItem = TrayFile & {
  state:
    | { kind: "uploading"; share: number }
    | { kind: "ready"; attachment: AttachmentOut }
    | { kind: "failed"; reason: string | null };
};

export type Upload = (
  file: Blob,
  name: string,
  onProgress: (share: number) => void,
  signal: AbortSignal,
) => Promise<AttachmentOut>;

/** Files that were attached and not sent: uploaded while one still writes, kept over a reload. */
export class Tray {
  #items: readonly TrayItem[] = [];
  readonly #aborts = new Map<string, AbortController>();
  readonly #hearers = new Set<() => void>();
  readonly #database: OutboxDatabase;
  readonly #upload: Upload;

  constructor(database: OutboxDatabase, upload: Upload) {
    this.#database = database;
    this.#upload = upload;
  }

  async start(): Promise<void> {
    const kept = await this.#database.getAll("tray").catch(() => []);
    const known = new Set(this.#items.map((item) => item.id));
    for (const file of kept.filter((one) => !known.has(one.id))) {
      this.#begin(file);
    }
  }

  subscribe = (hear: () => void): (() => void) => {
    this.#hearers.add(hear);
    return () => this.#hearers.delete(hear);
  };

  items = (): readonly TrayItem[] => this.#items;

  async add(conversationId: string, files: readonly File[]): Promise<void> {
    for (const file of files) {
      const kept: TrayFile = {
        id: newId(),
        conversation_id: conversationId,
        name: file.name,
        file,
        attachment: null,
      };
      this.#begin(kept);
      await this.#database.put("tray", kept).catch(() => undefined);
    }
  }

  /** Takes files that the server has already: of a shortcut, or of a reply that was taken back. */
  async addUploaded(conversationId: string, attachments: readonly AttachmentOut[]): Promise<void> {
    for (const attachment of attachments) {
      const kept: TrayFile = {
        id: newId(),
        conversation_id: conversationId,
        name: attachment.name,
        file: null,
        attachment,
      };
      this.#begin(kept);
      await this.#database.put("tray", kept).catch(() => undefined);
    }
  }

  retry(id: string): void {
    const item = this.#items.find((one) => one.id === id);
    if (item) {
      this.#forget(id);
      this.#begin(item);
    }
  }

  /** Takes a file out, stopping its upload if there is one. */
  async remove(id: string): Promise<void> {
    this.#aborts.get(id)?.abort();
    this.#forget(id);
    await this.#database.delete("tray", id).catch(() => undefined);
  }

  #begin({ id, conversation_id, name, file, attachment }: TrayFile): void {
    if (attachment || !file) {
      if (attachment) {
        const state = { kind: "ready", attachment } as const;
        this.#become([...this.#items, { id, conversation_id, name, file, attachment, state }]);
      }
      return;
    }
    const abort = new AbortController();
    this.#aborts.set(id, abort);
    const item: TrayItem = {
      id,
      conversation_id,
      name,
      file,
      attachment: null,
      state: { kind: "uploading", share: 0 },
    };
    this.#become([...this.#items, item]);
    this.#upload(file, name, (share) => this.#set(id, { kind: "uploading", share }), abort.signal)
      .then((attachment) => this.#set(id, { kind: "ready", attachment }))
      .catch((error: unknown) => {
        const verdict = verdictOn(error);
        const reason = verdict.kind === "refused" ? verdict.refusal.message : null;
        this.#set(id, { kind: "failed", reason });
      });
  }

  #set(id: string, state: TrayItem["state"]): void {
    this.#become(this.#items.map((item) => (item.id === id ? { ...item, state } : item)));
  }

  #forget(id: string): void {
    this.#aborts.delete(id);
    this.#become(this.#items.filter((item) => item.id !== id));
  }

  #become(items: readonly TrayItem[]): void {
    this.#items = items;
    for (const hear of this.#hearers) {
      hear();
    }
  }
}
