import type { NoteOut, NotesPage } from "@obrol/api";
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { keys } from "@/lib/queryKeys";

export type NotesPages = InfiniteData<NotesPage, string | null>;

/** The newest first, each once. */
export function notesOf(pages: readonly NotesPage[]): NoteOut[] {
  const seen = new Set<string>();
  return pages
    .flatMap((page) => page.notes)
    .filter((note) => !seen.has(note.id) && seen.add(note.id));
}

/** The pages with this note: in place of its older version, or as the newest of all. */
export function withNote(data: NotesPages, note: NoteOut): NotesPages {
  const known = notesOf(data.pages).find((one) => one.id === note.id);
  if (known) {
    return known.version >= note.version
      ? data
      : mapNotes(data, (notes) => notes.map((one) => (one.id === note.id ? note : one)));
  }
  const [first, ...rest] = data.pages;
  if (!first) {
    return data;
  }
  const at = first.notes.findIndex(
    (one) => Date.parse(one.created_at) <= Date.parse(note.created_at),
  );
  const place = at < 0 ? first.notes.length : at;
  // Older than everything on the first page while there is more: it comes with its own page.
  if (at < 0 && first.before !== null) {
    return data;
  }
  return { ...data, pages: [{ ...first, notes: first.notes.toSpliced(place, 0, note) }, ...rest] };
}

export function putNote(cache: QueryClient, contactId: string, note: NoteOut): void {
  cache.setQueryData<NotesPages>(keys.contactNotes(contactId), (data) =>
    data ? withNote(data, note) : data,
  );
}

export function dropNote(cache: QueryClient, contactId: string, noteId: string): void {
  cache.setQueryData<NotesPages>(keys.contactNotes(contactId), (data) =>
    data ? mapNotes(data, (notes) => notes.filter((one) => one.id !== noteId)) : data,
  );
}

function mapNotes(data: NotesPages, change: (notes: NoteOut[]) => NoteOut[]): NotesPages {
  return { ...data, pages: data.pages.map((page) => ({ ...page, notes: change(page.notes) })) };
}
