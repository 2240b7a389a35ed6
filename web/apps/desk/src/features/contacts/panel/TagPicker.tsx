import { Button, Combobox, useCombobox } from "@mantine/core";
import type { ContactOut, TagOut } from "@obrol/api";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { addTag, tagsQuery } from "../api";
import { useContactChange } from "../useContact";
import classes from "./panel.module.css";
import { tagChoices } from "./tagChoices";

const NAME_LIMIT = 60; // characters, as the server has it
const NEW = "\u0000new"; // no id looks like this

/** Adds a tag: one that exists, or a new one by the name that was typed. */
export function TagPicker({ contact }: { contact: ContactOut }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const { data: tags = [] } = useQuery(tagsQuery);
  const add = useContactChange((tag: { id: string } | { name: string }) => addTag(contact.id, tag));
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      combobox.focusTarget();
      setTyped("");
    },
    onDropdownOpen: () => combobox.focusSearchInput(),
  });
  const { found, isNew } = tagChoices(tags, contact.tags, typed);
  const submit = (value: string) => {
    add.mutate(value === NEW ? { name: typed.trim() } : { id: value });
    combobox.closeDropdown();
  };
  return (
    <Combobox
      onOptionSubmit={submit}
      position="bottom-start"
      store={combobox}
      width={256}
      withinPortal={false}
    >
      <Combobox.Target targetType="button">
        <Button
          leftSection={<IconPlus size={14} />}
          loading={add.isPending}
          mt={8}
          onClick={() => combobox.toggleDropdown()}
          size="compact-xs"
          variant="default"
        >
          {t("contacts.tag.add")}
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          aria-label={t("contacts.tag.search")}
          maxLength={NAME_LIMIT}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.updateSelectedOptionIndex();
            combobox.selectFirstOption();
          }}
          placeholder={t("contacts.tag.search")}
          value={typed}
        />
        <Combobox.Options
          aria-label={t("contacts.block.tags")}
          mah={240}
          style={{ overflowY: "auto" }}
        >
          {found.map((tag) => (
            <Choice key={tag.id} tag={tag} />
          ))}
          {isNew ? (
            <Combobox.Option value={NEW}>
              {t("contacts.tag.make", { name: typed.trim() })}
            </Combobox.Option>
          ) : null}
          {found.length === 0 && !isNew ? (
            <Combobox.Empty>{t("contacts.tag.none")}</Combobox.Empty>
          ) : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function Choice({ tag }: { tag: TagOut }) {
  return (
    <Combobox.Option value={tag.id}>
      <span
        aria-hidden
        className={classes.dot}
        style={{
          display: "inline-block",
          marginRight: 8,
          background: `var(--mantine-color-${tag.color}-6)`,
        }}
      />
      {tag.name}
    </Combobox.Option>
  );
}
