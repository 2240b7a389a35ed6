import { CloseButton, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

/** Finds conversations by name and by what was said. */
export function SearchBox({
  value,
  onChange,
}: {
  value: string;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <TextInput
      aria-label={t("inbox.list.search")}
      leftSection={<IconSearch aria-hidden size={16} />}
      maxLength={200}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape" && value) {
          event.stopPropagation();
          onChange("");
        }
      }}
      placeholder={t("inbox.list.searchHint")}
      rightSection={
        value ? (
          <CloseButton
            aria-label={t("inbox.list.clearSearch")}
            onClick={() => onChange("")}
            size="sm"
          />
        ) : null
      }
      role="searchbox"
      size="sm"
      value={value}
      variant="filled"
    />
  );
}
