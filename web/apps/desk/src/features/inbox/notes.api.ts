import type { NoteOut } from "@obrol/api";
import { api, asked } from "@obrol/api/client";
import type { Reader } from "@/lib/reader";

export function editNote(id: string, text: string): Promise<NoteOut> {
  return asked(
    api.PATCH("/api/notes/{note_id}", { params: { path: { note_id: id } }, body: { text } }),
  );
}

export function removeNote(id: string): Promise<unknown> {
  return asked(api.DELETE("/api/notes/{note_id}", { params: { path: { note_id: id } } }));
}

/** Its author, whoever looks after the work of others, and everybody where the bot noted something; as the server has it. */
export function mayChangeNote(note: NoteOut, reader: Pick<Reader, "agentId" | "role">): boolean {
  return (
    note.author.kind !== "agent" || note.author.id === reader.agentId || reader.role !== "agent"
  );
}
