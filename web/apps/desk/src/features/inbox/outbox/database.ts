import type { AttachmentOut } from "@obrol/api";
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Writable } from "../composer/contents";

/** What waits to be sent: a reply or a note, never the one as the other. */
export type OutboxEntry = {
  id: string;
  conversation_id: string;
  what:
    | {
        kind: "reply";
        content: Writable;
        persona_id: string | null;
        /** Its text with the variables filled in, as far as we know: what the bubble shows until the server has it. */
        shown: string | null;
      }
    | { kind: "note"; text: string; mentions: string[] };
  /** What was sent together, and is taken back together. */
  batch: string;
  /** Until when it can be taken back; null when it goes at once. */
  not_before: number | null;
  created_at: string;
  /** Order within the conversation. */
  order: number;
  /** The server's final no; the entry stays until its writer has decided what to do with it. */
  refusal: { code: string; message: string } | null;
};

export type Mode = "reply" | "note";

/** How much of the timeline there was when the agent began to type. */
export type Began = { pos: number; noteAt: string };

/** What is being written in a conversation. The server keeps the same, so that it is there on other devices. */
export type Draft = {
  conversation_id: string;
  mode: Mode;
  reply: string;
  note: string;
  persona_id: string | null;
  /** The newer of two wins. */
  written_at: string;
  began: Began | null;
  /** Whether the server has it. */
  synced: boolean;
};

/** A file that was attached and is not sent yet: one of this device, or one that the server has already. */
export type TrayFile = {
  id: string;
  conversation_id: string;
  name: string;
  file: Blob | null;
  attachment: AttachmentOut | null;
};

interface Schema extends DBSchema {
  outbox: { key: string; value: OutboxEntry };
  drafts: { key: string; value: Draft };
  tray: { key: string; value: TrayFile };
}

export type OutboxDatabase = IDBPDatabase<Schema>;

/** One database per agent and workspace: two people who share a computer never send each other's words. */
export function openOutboxDatabase(agentId: string): Promise<OutboxDatabase> {
  return openDB<Schema>(`obrol-${agentId}`, 1, {
    upgrade(database) {
      database.createObjectStore("outbox", { keyPath: "id" });
      database.createObjectStore("drafts", { keyPath: "conversation_id" });
      database.createObjectStore("tray", { keyPath: "id" });
    },
  });
}
