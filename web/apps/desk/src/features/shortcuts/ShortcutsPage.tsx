import { Button, Menu } from "@mantine/core";
import type { ShortcutOut } from "@obrol/api";
import { IconDots, IconDownload, IconPlus, IconSlash, IconUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAnsweredWords } from "@/lib/useAnsweredWords";
import { Answered } from "@/ui/Answered";
import { Blank } from "@/ui/Blank";
import { IconAction } from "@/ui/IconAction";
import { Page } from "@/ui/Page";
import { SHEET_ADDRESS, shortcutsQuery } from "./api";
import { Filters } from "./Filters";
import { categoriesOf, type Filter, found } from "./found";
import { ImportDialog } from "./ImportDialog";
import { type PickVariable, ShortcutDialog } from "./ShortcutDialog";
import { ShortcutLines } from "./ShortcutLines";

/** Tools – Shortcuts: the replies that are written beforehand. */
export function ShortcutsPage({ VariablePicker }: { VariablePicker: PickVariable }) {
  const { t } = useTranslation();
  const answered = useAnsweredWords();
  // Uses are told to nobody, so whoever looks asks for the numbers of now.
  const shortcuts = useQuery({ ...shortcutsQuery, refetchOnMount: "always" });
  const [filter, setFilter] = useState<Filter>({ words: "", whose: "all", category: null });
  const [dialog, setDialog] = useState<"new" | "import" | ShortcutOut | null>(null);
  const close = () => setDialog(null);
  return (
    <Page
      actions={<Actions onAdd={() => setDialog("new")} onImport={() => setDialog("import")} />}
      lead={t("shortcuts.lead")}
      title={t("shortcuts.title")}
    >
      <Answered query={shortcuts} {...answered}>
        {(all) =>
          all.length === 0 ? (
            <Blank icon={<IconSlash size={32} stroke={1.5} />} title={t("shortcuts.emptyTitle")}>
              {t("shortcuts.emptyText")}
            </Blank>
          ) : (
            <>
              <Filters categories={categoriesOf(all)} filter={filter} onChange={setFilter} />
              <Found onEdit={setDialog} shortcuts={found(all, filter)} />
            </>
          )
        }
      </Answered>
      <ShortcutDialog
        categories={categoriesOf(shortcuts.data ?? [])}
        onClose={close}
        VariablePicker={VariablePicker}
        shortcut={dialog === "import" ? null : dialog}
      />
      <ImportDialog onClose={close} opened={dialog === "import"} />
    </Page>
  );
}

function Actions({ onAdd, onImport }: { onAdd: () => void; onImport: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Button leftSection={<IconPlus size={16} />} onClick={onAdd}>
        {t("shortcuts.add")}
      </Button>
      <Menu position="bottom-end" width={208}>
        <Menu.Target>
          <IconAction label={t("shortcuts.more")} size={36}>
            <IconDots size={20} stroke={1.75} />
          </IconAction>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconUpload size={16} />} onClick={onImport}>
            {t("shortcuts.import")}
          </Menu.Item>
          <Menu.Item
            component="a"
            download
            href={SHEET_ADDRESS}
            leftSection={<IconDownload size={16} />}
          >
            {t("shortcuts.export")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

type FoundProps = { shortcuts: readonly ShortcutOut[]; onEdit: (shortcut: ShortcutOut) => void };

function Found({ shortcuts, onEdit }: FoundProps) {
  const { t } = useTranslation();
  return shortcuts.length === 0 ? (
    <Blank icon={<IconSlash size={32} stroke={1.5} />} title={t("shortcuts.nothingTitle")}>
      {t("shortcuts.nothingText")}
    </Blank>
  ) : (
    <ShortcutLines onEdit={onEdit} shortcuts={shortcuts} />
  );
}
