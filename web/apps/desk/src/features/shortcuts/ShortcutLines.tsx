import { Badge, Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ShortcutOut } from "@obrol/api";
import { IconPaperclip, IconPencil, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/lib/queryKeys";
import { mayManageContent, useReader } from "@/lib/reader";
import { relativeTime } from "@/lib/time";
import { useTold } from "@/lib/useTold";
import { IconAction } from "@/ui/IconAction";
import { Line, Lines } from "@/ui/Page";
import { RemoveDialog } from "@/ui/RemoveDialog";
import { useNow } from "@/ui/useNow";
import { removeShortcut } from "./api";
import classes from "./shortcuts.module.css";

const PAGE = 100;

type Props = { shortcuts: readonly ShortcutOut[]; onEdit: (shortcut: ShortcutOut) => void };

export function ShortcutLines({ shortcuts, onEdit }: Props) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(PAGE);
  return (
    <>
      <Lines>
        {shortcuts.slice(0, shown).map((shortcut) => (
          <ShortcutLine key={shortcut.id} onEdit={onEdit} shortcut={shortcut} />
        ))}
      </Lines>
      {shortcuts.length > shown ? (
        <Button mt={16} onClick={() => setShown(shown + PAGE)} variant="default">
          {t("shortcuts.showMore")}
        </Button>
      ) : null}
    </>
  );
}

type LineProps = { shortcut: ShortcutOut; onEdit: (shortcut: ShortcutOut) => void };

function ShortcutLine({ shortcut, onEdit }: LineProps) {
  const { t } = useTranslation();
  const { role } = useReader();
  const [removing, { open: ask, close: spare }] = useDisclosure(false);
  const remove = useTold({
    mutationFn: removeShortcut,
    renews: [keys.shortcuts],
    done: t("shortcuts.removed"),
  });
  const name = `/${shortcut.name}`;
  const mayChange = shortcut.is_personal || mayManageContent(role);
  return (
    <Line
      text={
        <>
          <span className={classes.text}>{shortcut.text}</span>
          <Facts shortcut={shortcut} />
        </>
      }
      title={
        <>
          <bdi className={classes.name}>{name}</bdi>
          {shortcut.category ? (
            <Badge color="gray" variant="light">
              {shortcut.category}
            </Badge>
          ) : null}
          {shortcut.is_personal ? <Badge variant="light">{t("shortcuts.mine")}</Badge> : null}
        </>
      }
    >
      {mayChange ? (
        <>
          <IconAction label={t("shortcuts.edit", { name })} onClick={() => onEdit(shortcut)}>
            <IconPencil size={18} stroke={1.75} />
          </IconAction>
          <IconAction label={t("shortcuts.remove", { name })} onClick={ask}>
            <IconTrash size={18} stroke={1.75} />
          </IconAction>
          <RemoveDialog
            onClose={spare}
            onRemove={() => remove.mutate(shortcut.id)}
            opened={removing}
            pending={remove.isPending}
            title={t("shortcuts.removeTitle", { name })}
          >
            {t("shortcuts.removeText")}
          </RemoveDialog>
        </>
      ) : null}
    </Line>
  );
}

function Facts({ shortcut: { attachments, used_count, last_used_at } }: { shortcut: ShortcutOut }) {
  const { t } = useTranslation();
  const { time } = useReader();
  const now = useNow(60_000);
  return (
    <span className={classes.facts}>
      {attachments.length > 0 ? (
        <span>
          <IconPaperclip aria-hidden size={14} />{" "}
          {t("shortcuts.files", { count: attachments.length })}
        </span>
      ) : null}
      <span>
        {last_used_at
          ? t("shortcuts.used", {
              count: used_count,
              when: relativeTime(new Date(last_used_at), now, time),
            })
          : t("shortcuts.neverUsed")}
      </span>
    </span>
  );
}
