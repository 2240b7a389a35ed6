import { Combobox, Tooltip, useCombobox } from "@mantine/core";
import { IconCode } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./composer.module.css";
import { foundVariables, GROUPS, useVariables } from "./variables";

/** `</>`: everything that a message can look up, grouped and searchable. */
export function VariablePicker({ onPick }: { onPick: (path: string) => void }) {
  const { t } = useTranslation();
  const { variables, isPending } = useVariables();
  const [words, setWords] = useState("");
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      setWords("");
    },
    onDropdownOpen: () => combobox.focusSearchInput(),
  });
  const found = foundVariables(variables, words);
  return (
    <Combobox
      onOptionSubmit={(path) => {
        combobox.closeDropdown();
        onPick(path);
      }}
      position="top-end"
      store={combobox}
      width={320}
      withinPortal={false}
    >
      <Combobox.Target targetType="button" withAriaAttributes={false}>
        <Tooltip disabled={combobox.dropdownOpened} label={t("composer.variables.open")}>
          <button
            aria-expanded={combobox.dropdownOpened}
            aria-haspopup="listbox"
            aria-label={t("composer.variables.open")}
            className={classes.tool}
            onClick={() => combobox.toggleDropdown()}
            type="button"
          >
            <IconCode size={20} stroke={1.75} />
          </button>
        </Tooltip>
      </Combobox.Target>
      <Combobox.Dropdown
        c="var(--mantine-color-text)"
        // It stands in the composer's form, where Enter would send.
        onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
      >
        <Combobox.Search
          aria-label={t("composer.variables.search")}
          onChange={(event) => {
            setWords(event.currentTarget.value);
            combobox.selectFirstOption();
          }}
          placeholder={t("composer.variables.search")}
          value={words}
        />
        <Combobox.Options
          aria-label={t("composer.variables.list")}
          mah={280}
          tabIndex={0}
          style={{ overflowY: "auto" }}
        >
          {GROUPS.map((group) => {
            const members = found.filter((one) => one.group === group);
            return members.length === 0 ? null : (
              <Combobox.Group key={group} label={t(`composer.variables.groups.${group}`)}>
                {members.map(({ path, label }) => (
                  <Combobox.Option key={path} value={path}>
                    {label}
                  </Combobox.Option>
                ))}
              </Combobox.Group>
            );
          })}
          {found.length === 0 ? (
            <Combobox.Empty>
              {isPending ? t("shell.state.loading") : t("composer.suggestions.variableNone")}
            </Combobox.Empty>
          ) : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
