import type { ContactOut } from "@obrol/api";
import { useTranslation } from "react-i18next";
import { removeTag } from "../api";
import { useContactChange } from "../useContact";
import { Pill } from "./Pill";
import classes from "./panel.module.css";
import { TagPicker } from "./TagPicker";

export function TagsBlock({ contact }: { contact: ContactOut }) {
  const { t } = useTranslation();
  const remove = useContactChange((tagId: string) => removeTag(contact.id, tagId));
  return (
    <>
      {contact.tags.length > 0 ? (
        <ul className={classes.pills}>
          {contact.tags.map((tag) => (
            <Pill
              color={tag.color}
              key={tag.id}
              onRemove={() => remove.mutate(tag.id)}
              removes={t("contacts.tag.remove", { name: tag.name })}
            >
              {tag.name}
            </Pill>
          ))}
        </ul>
      ) : (
        <p className={classes.none}>{t("contacts.noTags")}</p>
      )}
      <TagPicker contact={contact} />
    </>
  );
}
