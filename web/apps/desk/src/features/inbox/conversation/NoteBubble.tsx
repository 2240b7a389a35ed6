import { Button, Group, Menu, Modal, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { NoteOut } from "@obrol/api";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useReader } from "@/lib/reader";
import { fullTime } from "@/lib/time";
import { useTold } from "@/lib/useTold";
import { editNote, mayChangeNote, removeNote } from "../notes.api";
import { putNote, removeNote as takeNoteOut } from "../timeline";
import { BubbleMenu } from "./BubbleMenu";
import classes from "./bubbles.module.css";
import { RichText } from "./RichText";

const NOTE_LIMIT = 10_000;

/** Yellow, for the team alone; whoever may change it does so here. */
export function NoteBubble({ note }: { note: NoteOut }) {
  const { t } = useTranslation();
  const reader = useReader();
  const cache = useQueryClient();
  const [editing, { open: edit, close: stop }] = useDisclosure(false);
  const [removing, { open: ask, close: spare }] = useDisclosure(false);
  const remove = useTold({
    mutationFn: () => removeNote(note.id),
    onSuccess: () => takeNoteOut(cache, note.conversation_id, note.id),
  });
  const title = [
    fullTime(new Date(note.created_at), reader.time),
    ...(note.edited_at
      ? [
          t("conversation.notes.editedAt", {
            time: fullTime(new Date(note.edited_at), reader.time),
          }),
        ]
      : []),
  ].join(" · ");
  return (
    <div className={classes.row}>
      <div className={classes.line}>
        {mayChangeNote(note, reader) && !editing ? (
          <BubbleMenu label={t("conversation.notes.menu")}>
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={edit}>
              {t("conversation.notes.edit")}
            </Menu.Item>
            <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={ask}>
              {t("conversation.notes.remove")}
            </Menu.Item>
          </BubbleMenu>
        ) : null}
        <div className={classes.bubble} data-message={note.id} data-note title={title}>
          {editing ? (
            <NoteEditor note={note} onDone={stop} />
          ) : (
            <RichText names={note.mentions.map(({ name }) => name)} text={note.text} />
          )}
          {note.edited_at && !editing ? (
            <span className={classes.edited}>{t("conversation.notes.edited")}</span>
          ) : null}
        </div>
      </div>
      <Modal onClose={spare} opened={removing} title={t("conversation.notes.removeTitle")}>
        <p style={{ marginTop: 0 }}>{t("conversation.notes.removeText")}</p>
        <Group justify="flex-end">
          <Button onClick={spare} variant="default">
            {t("shell.action.cancel")}
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(undefined)}>
            {t("shell.action.remove")}
          </Button>
        </Group>
      </Modal>
    </div>
  );
}

function NoteEditor({ note, onDone }: { note: NoteOut; onDone: () => void }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [text, setText] = useState(note.text);
  const save = useTold({
    mutationFn: (words: string) => editNote(note.id, words),
    onSuccess: (changed) => {
      putNote(cache, changed);
      onDone();
    },
  });
  const words = text.trim();
  const submit = () => (words === note.text ? onDone() : words && save.mutate(words));
  return (
    <form
      className={classes.noteForm}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Textarea
        aria-label={t("conversation.notes.box")}
        autoFocus
        autosize
        maxLength={NOTE_LIMIT}
        maxRows={12}
        minRows={2}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            event.stopPropagation();
            onDone();
          } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            submit();
          }
        }}
        value={text}
      />
      <Group gap={8} justify="flex-end">
        <Button onClick={onDone} size="xs" variant="default">
          {t("shell.action.cancel")}
        </Button>
        <Button disabled={!words} loading={save.isPending} size="xs" type="submit">
          {t("shell.action.save")}
        </Button>
      </Group>
    </form>
  );
}
