import { Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { FactForm } from "./FactForm";
import classes from "./notes.module.css";

const LIMIT = 10_000; // characters, as the server has it

type Props = {
  label: string;
  text: string;
  onText: (text: string) => void;
  saving: boolean;
  onSave: (text: string) => void;
  onClose: () => void;
};

export function NoteForm({ label, text, onText, saving, onSave, onClose }: Props) {
  const { t } = useTranslation();
  const save = () => {
    if (text.trim()) {
      onSave(text.trim());
    }
  };
  return (
    <div className={classes.form}>
      <FactForm name={label} onClose={onClose} onSave={save} saving={saving}>
        <Textarea
          aria-label={label}
          autoFocus
          autosize
          className={classes.noteInput ?? ""}
          maxLength={LIMIT}
          maxRows={12}
          minRows={2}
          onChange={(event) => onText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              save();
            }
          }}
          placeholder={t("contacts.note.placeholder")}
          value={text}
        />
      </FactForm>
    </div>
  );
}
