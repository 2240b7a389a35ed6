import type { ContactOut, CustomFieldOut, FieldValue } from "@obrol/api";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useReader } from "@/lib/reader";
import { clearField, customFieldsQuery } from "../api";
import { shownValue } from "../fieldValues";
import { useContactChange } from "../useContact";
import { Fact } from "./Fact";
import { FieldForm } from "./FieldForm";
import classes from "./panel.module.css";

/** Every custom field of the workspace with this contact's value, empty ones too: here is where they are filled. */
export function FieldsBlock({ contact }: { contact: ContactOut }) {
  const { t } = useTranslation();
  const { data: definitions = [] } = useQuery(customFieldsQuery);
  if (contact.fields.length === 0) {
    return <p className={classes.none}>{t("contacts.noFields")}</p>;
  }
  return (
    <dl className={classes.facts}>
      {contact.fields.map((field) => (
        <Field
          contactId={contact.id}
          definition={definitions.find((one) => one.id === field.id)}
          field={field}
          key={field.id}
        />
      ))}
    </dl>
  );
}

type FieldProps = {
  contactId: string;
  field: FieldValue;
  definition: CustomFieldOut | undefined;
};

function Field({ contactId, field, definition }: FieldProps) {
  const { t } = useTranslation();
  const { time } = useReader();
  const clear = useContactChange(() => clearField(contactId, field.id));
  const text = shownValue(field, time, { yes: t("contacts.yes"), no: t("contacts.no") });
  const looks = field.type === "json" ? `${classes.long} ${classes.code}` : classes.long;
  return (
    <Fact
      copies={text}
      editor={(close) => (
        <FieldForm
          choices={definition?.choices ?? []}
          contactId={contactId}
          field={field}
          onClose={close}
        />
      )}
      hint={definition?.description || undefined}
      name={field.name}
      onClear={() => clear.mutate(undefined)}
      value={
        text === null ? null : (
          <span className={looks} title={text.length > 80 ? text : undefined}>
            {text}
          </span>
        )
      }
    />
  );
}
