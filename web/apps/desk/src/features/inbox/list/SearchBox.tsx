import { CloseButton, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useCommand } from "@/lib/commands";

/** Finds conversations by name and by what was said. */
export function SearchBox({
  value,
  onChange,
}: {
  value: string;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  const box = useRef<HTMLInputElement>(null);
  useCommand("search", () => {
    box.current?.focus();
    box.current?.select();
  });
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
      ref={box}
      role="searchbox"
      size="sm"
      value={value}
      variant="filled"
    />
  );
}
