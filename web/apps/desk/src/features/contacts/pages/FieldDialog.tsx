import { Select, TagsInput, Textarea, TextInput } from "@mantine/core";
import type { CustomFieldOut, FieldType } from "@obrol/api";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/lib/queryKeys";
import { useTold } from "@/lib/useTold";
import { changeField, makeField } from "../content.api";
import { FormDialog } from "./FormDialog";
import { keyFor } from "./keyFor";

// As the server has them.
const NAME_LIMIT = 50;
const KEY_LIMIT = 64;
const DESCRIPTION_LIMIT = 300;
const CHOICES_LIMIT = 200;

const TYPES = [
  "text",
  "long_text",
  "number",
  "yes_no",
  "date",
  "date_time",
  "list",
  "json",
] as const satisfies readonly FieldType[];

type Props = { field: CustomFieldOut | null; onClose: () => void };

/** A custom field to make, or what may change about one: its key and type stay, because values and flows rely on them. */
export function FieldDialog({ field, onClose }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState(field?.name ?? "");
  const [ownKey, setOwnKey] = useState<string | null>(field?.key ?? null);
  const [type, setType] = useState<FieldType>(field?.type ?? "text");
  const [description, setDescription] = useState(field?.description ?? "");
  const [choices, setChoices] = useState<string[]>(field?.choices ?? []);
  const key = ownKey ?? keyFor(name);
  const isKeyFit = /^[A-Za-z0-9_-]{1,64}$/u.test(key);
  const save = useTold({
    mutationFn: () => {
      const words = { name: name.trim(), description: description.trim(), choices };
      return field ? changeField({ id: field.id, ...words }) : makeField({ ...words, key, type });
    },
    renews: [keys.customFields],
    onSuccess: onClose,
  });
  return (
    <FormDialog
      onClose={onClose}
      onSave={() => save.mutate(undefined)}
      opened
      ready={name.trim() !== "" && isKeyFit}
      saving={save.isPending}
      title={field ? t("content.edit", { name: field.name }) : t("content.fields.add")}
    >
      <TextInput
        data-autofocus
        label={t("content.name")}
        maxLength={NAME_LIMIT}
        onChange={(event) => setName(event.currentTarget.value)}
        value={name}
      />
      <TextInput
        description={t("content.keyHint", { path: `{{contact.fields.${key || "key"}}}` })}
        disabled={field !== null}
        error={ownKey !== null && !isKeyFit ? t("content.keyWrong") : null}
        label={t("content.key")}
        maxLength={KEY_LIMIT}
        onChange={(event) => setOwnKey(event.currentTarget.value)}
        value={key}
      />
      <Select
        data={TYPES.map((value) => ({ value, label: t(`content.type.${value}`) }))}
        disabled={field !== null}
        label={t("content.typeLabel")}
        onChange={(next) => setType(TYPES.find((one) => one === next) ?? "text")}
        value={type}
      />
      {type === "list" ? (
        <TagsInput
          description={t("content.choicesHint")}
          label={t("content.choices")}
          maxTags={CHOICES_LIMIT}
          onChange={setChoices}
          value={choices}
        />
      ) : null}
      <Textarea
        autosize
        description={t("content.descriptionHint")}
        label={t("content.description")}
        maxLength={DESCRIPTION_LIMIT}
        maxRows={6}
        onChange={(event) => setDescription(event.currentTarget.value)}
        value={description}
      />
    </FormDialog>
  );
}
