import { SegmentedControl, Select, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Filter, Whose } from "./found";
import classes from "./shortcuts.module.css";

type Props = {
  categories: readonly string[];
  filter: Filter;
  onChange: (filter: Filter) => void;
};

const WHOSE: readonly Whose[] = ["all", "shared", "mine"];

export function Filters({ categories, filter, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <search className={classes.filters}>
      <TextInput
        aria-label={t("shortcuts.search")}
        className={classes.words}
        leftSection={<IconSearch aria-hidden size={16} />}
        onChange={(event) => onChange({ ...filter, words: event.currentTarget.value })}
        placeholder={t("shortcuts.search")}
        type="search"
        value={filter.words}
      />
      {categories.length > 0 ? (
        <Select
          aria-label={t("shortcuts.category.label")}
          clearable
          data={categories}
          onChange={(category) => onChange({ ...filter, category })}
          placeholder={t("shortcuts.category.all")}
          searchable
          value={filter.category}
        />
      ) : null}
      <SegmentedControl
        aria-label={t("shortcuts.whose.label")}
        data={WHOSE.map((whose) => ({ value: whose, label: t(`shortcuts.whose.${whose}`) }))}
        onChange={(whose) => onChange({ ...filter, whose: whose as Whose })}
        value={filter.whose}
      />
    </search>
  );
}
