import type { NoteOut } from "@obrol/api";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { linkParts } from "@/lib/links";
import { useReader } from "@/lib/reader";
import { fullTime, relativeTime } from "@/lib/time";
import { useTold } from "@/lib/useTold";
import { ConfirmDialog } from "@/ui/ConfirmDialog";
import { IconAction } from "@/ui/IconAction";
import { useNow } from "@/ui/useNow";
import { removeNote, rewriteNote } from "../api";
import { dropNote, putNote } from "../notes";
import { NoteForm } from "./NoteForm";
import classes from "./notes.module.css";

export function NoteCard({ note, contactId }: { note: NoteOut; contactId: string }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [draft, setDraft] = useState<string | null>(null);
  const [removing, setRemoving] = useState(false);
  const rewrite = useTold({
    mutationFn: (text: string) => rewriteNote(note.id, text),
    onSuccess: (changed) => {
      putNote(cache, contactId, changed);
      setDraft(null);
    },
  });
  const remove = useTold({
    mutationFn: () => removeNote(note.id),
    onSuccess: () => dropNote(cache, contactId, note.id),
  });
  if (draft !== null) {
    return (
      <li>
        <NoteForm
          label={t("contacts.note.edit")}
          onClose={() => setDraft(null)}
          onSave={(text) => rewrite.mutate(text)}
          onText={setDraft}
          saving={rewrite.isPending}
          text={draft}
        />
      </li>
    );
  }
  return (
    <li className={classes.note}>
      <p className={classes.noteText} dir="auto">
        <Linked text={note.text} />
      </p>
      <div className={classes.noteFoot}>
        <Signed note={note} />
        <NoteTools
          note={note}
          onEdit={() => setDraft(note.text)}
          onRemove={() => setRemoving(true)}
        />
      </div>
      <ConfirmDialog
        loading={remove.isPending}
        onClose={() => setRemoving(false)}
        onYes={() => remove.mutate(undefined)}
        opened={removing}
        title={t("contacts.note.removeTitle")}
        words={{ yes: t("shell.action.remove"), no: t("shell.action.cancel") }}
      >
        {t("contacts.note.removeText")}
      </ConfirmDialog>
    </li>
  );
}

function Signed({ note }: { note: NoteOut }) {
  const { t } = useTranslation();
  const { time } = useReader();
  const now = useNow(60_000);
  const at = new Date(note.created_at);
  return (
    <span className={classes.noteBy}>
      {note.author.name} ·{" "}
      <time dateTime={note.created_at} title={fullTime(at, time)}>
        {relativeTime(at, now, time)}
      </time>
      {note.edited_at ? (
        <span title={fullTime(new Date(note.edited_at), time)}> · {t("contacts.note.edited")}</span>
      ) : null}
    </span>
  );
}

type ToolsProps = { note: NoteOut; onEdit: () => void; onRemove: () => void };

/** Of one's own notes and the bot's; whoever looks after others may change all. */
function NoteTools({ note, onEdit, onRemove }: ToolsProps) {
  const { t } = useTranslation();
  const { agentId, role } = useReader();
  const { kind, id } = note.author;
  if (kind === "agent" && id !== agentId && role === "agent") {
    return null;
  }
  return (
    <>
      <IconAction
        className={classes.noteTool}
        label={t("contacts.note.edit")}
        onClick={onEdit}
        size={24}
      >
        <IconPencil size={14} stroke={1.75} />
      </IconAction>
      <IconAction
        className={classes.noteTool}
        label={t("contacts.note.remove")}
        onClick={onRemove}
        size={24}
      >
        <IconTrash size={14} stroke={1.75} />
      </IconAction>
    </>
  );
}

function Linked({ text }: { text: string }) {
  let at = 0;
  return linkParts(text).map((part) => {
    at += part.text.length;
    return part.kind === "link" ? (
      <a href={part.url} key={at} rel="noopener noreferrer nofollow" target="_blank">
        {part.text}
      </a>
    ) : (
      <span key={at}>{part.text}</span>
    );
  });
}
