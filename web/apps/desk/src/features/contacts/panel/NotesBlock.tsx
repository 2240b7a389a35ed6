import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sentenceOf } from "@/lib/problems";
import { useTold } from "@/lib/useTold";
import { Blank } from "@/ui/Blank";
import { IconAction } from "@/ui/IconAction";
import { TextSkeleton } from "@/ui/Skeletons";
import { addNote, notesQuery } from "../api";
import { notesOf, putNote } from "../notes";
import { NoteCard } from "./NoteCard";
import { NoteForm } from "./NoteForm";
import noteClasses from "./notes.module.css";
import classes from "./panel.module.css";

/** The button that opens the form for a new note. */
export function AddNote({ onAdd }: { onAdd: () => void }) {
  const { t } = useTranslation();
  return (
    <IconAction label={t("contacts.note.add")} onClick={onAdd} size={24}>
      <IconPlus size={16} stroke={1.75} />
    </IconAction>
  );
}

type Props = {
  contactId: string;
  /** Where a new note is kept; null where there is no conversation. */
  conversationId: string;
  adding: boolean;
  onAdded: () => void;
};

/** What the team wrote about the contact, whatever conversation it was in; the newest first. */
export function NotesBlock({ contactId, conversationId, adding, onAdded }: Props) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const notes = useInfiniteQuery(notesQuery(contactId));
  const add = useTold({
    mutationFn: (text: string) => addNote(conversationId, text),
    onSuccess: (note) => {
      putNote(cache, contactId, note);
      onAdded();
    },
  });
  const [draft, setDraft] = useState("");
  const found = notesOf(notes.data?.pages ?? []);
  return (
    <>
      {adding ? (
        <NoteForm
          label={t("contacts.note.new")}
          onClose={onAdded}
          onSave={(text) => add.mutate(text, { onSuccess: () => setDraft("") })}
          onText={setDraft}
          saving={add.isPending}
          text={draft}
        />
      ) : null}
      {notes.isPending ? (
        <TextSkeleton label={t("shell.state.loading")} />
      ) : notes.isError ? (
        <Blank role="alert" title={t("shell.state.failedTitle")}>
          {sentenceOf(notes.error)}
        </Blank>
      ) : found.length === 0 && !adding ? (
        <p className={classes.none}>{t("contacts.noNotes")}</p>
      ) : (
        <ul className={noteClasses.notes}>
          {found.map((note) => (
            <NoteCard contactId={contactId} key={note.id} note={note} />
          ))}
        </ul>
      )}
      {notes.hasNextPage ? (
        <Button
          loading={notes.isFetchingNextPage}
          mt={8}
          onClick={() => void notes.fetchNextPage()}
          size="compact-xs"
          variant="subtle"
        >
          {t("contacts.note.earlier")}
        </Button>
      ) : null}
    </>
  );
}
