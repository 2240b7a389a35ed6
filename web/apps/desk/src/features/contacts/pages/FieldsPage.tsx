import type { CustomFieldOut } from "@obrol/api";
import { IconForms } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/lib/queryKeys";
import { mayAdminister, useReader } from "@/lib/reader";
import { useTold } from "@/lib/useTold";
import { Line } from "@/ui/Page";
import { customFieldsQuery } from "../api";
import { fieldUsesQuery, removeField } from "../content.api";
import { ContentPage } from "./ContentPage";
import { FieldDialog } from "./FieldDialog";
import { LineTools } from "./LineTools";
import classes from "./pages.module.css";
import { RemoveDialog } from "./RemoveDialog";

/** Content → Custom fields. */
export function FieldsPage() {
  const { t } = useTranslation();
  const { role } = useReader();
  const fields = useQuery(customFieldsQuery);
  const { data: uses } = useQuery(fieldUsesQuery);
  const [edited, setEdited] = useState<CustomFieldOut | "new" | null>(null);
  const [removed, setRemoved] = useState<CustomFieldOut | null>(null);
  const mayChange = mayAdminister(role);
  const countOf = (field: CustomFieldOut) =>
    uses?.find((use) => use.id === field.id)?.contacts ?? 0;
  return (
    <>
      <ContentPage
        icon={<IconForms size={32} stroke={1.5} />}
        line={(field) => (
          <Line
            key={field.id}
            text={[
              t(`content.type.${field.type}`),
              ...(uses ? [t("content.filled", { count: countOf(field) })] : []),
              ...(field.description ? [field.description] : []),
            ].join(" · ")}
            title={
              <>
                <span dir="auto">{field.name}</span>
                <span className={classes.key}>{`{{contact.fields.${field.key}}}`}</span>
              </>
            }
          >
            {mayChange ? (
              <LineTools
                name={field.name}
                onEdit={() => setEdited(field)}
                onRemove={() => setRemoved(field)}
              />
            ) : null}
          </Line>
        )}
        onAdd={mayChange ? () => setEdited("new") : null}
        query={fields}
        words={t("content.fields", { returnObjects: true })}
      />
      {edited ? (
        <FieldDialog field={edited === "new" ? null : edited} onClose={() => setEdited(null)} />
      ) : null}
      {removed ? (
        <Remove count={countOf(removed)} field={removed} onClose={() => setRemoved(null)} />
      ) : null}
    </>
  );
}

type RemoveProps = { field: CustomFieldOut; count: number; onClose: () => void };

function Remove({ field, count, onClose }: RemoveProps) {
  const { t } = useTranslation();
  const remove = useTold({
    mutationFn: () => removeField(field.id),
    renews: [keys.customFields],
    onSuccess: onClose,
  });
  return (
    <RemoveDialog
      of={{ field_key: field.key }}
      onClose={onClose}
      onRemove={() => remove.mutate(undefined)}
      removing={remove.isPending}
      text={t("content.fieldRemoved", { count })}
      title={t("content.removeTitle", { name: field.name })}
    />
  );
}
