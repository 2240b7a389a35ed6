import type { FieldValue } from "@obrol/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sentenceOf } from "@/lib/problems";
import { useReader } from "@/lib/reader";
import { clearField, setField } from "../api";
import { type Drafted, draftOf, readDraft } from "../fieldDrafts";
import { useContactChange } from "../useContact";
import { FactForm } from "./FactForm";
import { FieldControl } from "./FieldControl";

type Props = {
  contactId: string;
  field: FieldValue;
  choices: readonly string[];
  onClose: () => void;
};

/** The control that fits a field's type, and what is wrong with what stands in it. */
export function FieldForm({ contactId, field, choices, onClose }: Props) {
  const { t } = useTranslation();
  const { time } = useReader();
  const [draft, setDraft] = useState<Drafted>(() => draftOf(field, time.zone));
  const [wrong, setWrong] = useState<string | null>(null);
  const change = useContactChange(
    (value: NonNullable<FieldValue["value"]> | null) =>
      value === null ? clearField(contactId, field.id) : setField(contactId, field.id, value),
    { silent: true, onDone: onClose },
  );
  const save = () => {
    const { value, problem } = readDraft(field.type, draft, time.zone);
    if (problem) {
      setWrong(t(`contacts.wrong.${problem}`));
      return;
    }
    change.mutate(value);
  };
  return (
    <FactForm name={field.name} onClose={onClose} onSave={save} saving={change.isPending}>
      <FieldControl
        choices={choices}
        draft={draft}
        error={wrong ?? (change.error ? sentenceOf(change.error) : null)}
        label={field.name}
        onDraft={(next) => {
          setDraft(next);
          setWrong(null);
          change.reset();
        }}
        type={field.type}
      />
    </FactForm>
  );
}
