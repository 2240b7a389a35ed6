import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { IconAction } from "@/ui/IconAction";

type Props = { name: string; onEdit: () => void; onRemove: () => void };

/** What can be done with one line: change it, remove it. */
export function LineTools({ name, onEdit, onRemove }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <IconAction label={t("content.edit", { name })} onClick={onEdit}>
        <IconPencil size={18} stroke={1.75} />
      </IconAction>
      <IconAction label={t("content.remove", { name })} onClick={onRemove}>
        <IconTrash size={18} stroke={1.75} />
      </IconAction>
    </>
  );
}
