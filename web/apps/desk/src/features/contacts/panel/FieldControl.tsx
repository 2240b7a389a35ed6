import { MultiSelect, NumberInput, Radio, TagsInput, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useReader } from "@/lib/reader";
import type { Drafted } from "../fieldDrafts";

type Props = {
  type: string;
  label: string;
  draft: Drafted;
  onDraft: (draft: Drafted) => void;
  choices: readonly string[];
  error: string | null;
};

/** What a value of this type is written with. */
export function FieldControl({ type, draft, onDraft, choices, ...rest }: Props) {
  const { t } = useTranslation();
  const { time } = useReader();
  const text = typeof draft === "string" ? draft : "";
  const items = Array.isArray(draft) ? draft : [];
  const typed = { ...rest, autoFocus: true, value: text };
  switch (type) {
    case "number":
      return (
        <NumberInput
          {...rest}
          autoFocus
          decimalSeparator={separator(time.locale, "decimal")}
          hideControls
          onChange={(value) => onDraft(String(value))}
          thousandSeparator={separator(time.locale, "group")}
          value={text}
        />
      );
    case "yes_no":
      return (
        <Radio.Group {...rest} onChange={onDraft} value={text}>
          <div style={{ display: "flex", gap: 16 }}>
            <Radio autoFocus label={t("contacts.yes")} value="yes" />
            <Radio label={t("contacts.no")} value="no" />
          </div>
        </Radio.Group>
      );
    case "date":
    case "date_time":
      return (
        <TextInput
          {...typed}
          onChange={(event) => onDraft(event.currentTarget.value)}
          type={type === "date" ? "date" : "datetime-local"}
        />
      );
    case "list":
      return choices.length > 0 ? (
        <MultiSelect
          {...rest}
          autoFocus
          comboboxProps={{ withinPortal: false }}
          // A value that is no choice any more can be taken out, and is not lost before.
          data={[...new Set([...choices, ...items])]}
          onChange={onDraft}
          searchable
          value={items}
        />
      ) : (
        <TagsInput
          {...rest}
          autoFocus
          description={t("contacts.listHint")}
          onChange={onDraft}
          value={items}
        />
      );
    case "long_text":
    case "json":
      return (
        <Textarea
          {...typed}
          autosize
          maxRows={16}
          minRows={3}
          onChange={(event) => onDraft(event.currentTarget.value)}
          spellCheck={type !== "json"}
          styles={
            type === "json"
              ? { input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 12 } }
              : {}
          }
        />
      );
    default:
      return (
        <TextInput
          {...typed}
          maxLength={1000}
          onChange={(event) => onDraft(event.currentTarget.value)}
        />
      );
  }
}

function separator(locale: string, kind: "decimal" | "group"): string {
  const parts = new Intl.NumberFormat(locale).formatToParts(12_345.6);
  return parts.find((part) => part.type === kind)?.value ?? (kind === "decimal" ? "." : "");
}
