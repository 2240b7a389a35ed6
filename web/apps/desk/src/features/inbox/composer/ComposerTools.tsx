import { Popover, Tooltip } from "@mantine/core";
import { IconMoodSmile, IconSend2 } from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Mode } from "../outbox/database";
import classes from "./composer.module.css";
import { MediaMenu } from "./MediaMenu";

const EmojiPicker = lazy(() =>
  import("./EmojiPicker").then((module) => ({ default: module.EmojiPicker })),
);

type Props = {
  mode: Mode;
  canSend: boolean;
  canAttach: boolean;
  /** The tool between the files and the send button. */
  subflow: ReactNode;
  onEmoji: (emoji: string) => void;
  onFiles: (files: readonly File[]) => void;
  onRecord: () => void;
};

export function ComposerTools({
  mode,
  canSend,
  canAttach,
  subflow,
  onEmoji,
  onFiles,
  onRecord,
}: Props) {
  const { t } = useTranslation();
  const [picking, setPicking] = useState(false);
  return (
    <div className={classes.tools}>
      <Popover onChange={setPicking} opened={picking} position="top-end" trapFocus>
        <Popover.Target>
          <Tooltip disabled={picking} label={t("composer.emoji")}>
            <button
              aria-expanded={picking}
              aria-label={t("composer.emoji")}
              className={classes.tool}
              onClick={() => setPicking((open) => !open)}
              type="button"
            >
              <IconMoodSmile size={20} stroke={1.75} />
            </button>
          </Tooltip>
        </Popover.Target>
        <Popover.Dropdown aria-label={t("composer.emoji")} p={8}>
          <Suspense fallback={<div className={classes.pickerPlace} />}>
            <EmojiPicker
              onPick={(emoji) => {
                setPicking(false);
                onEmoji(emoji);
              }}
            />
          </Suspense>
        </Popover.Dropdown>
      </Popover>
      <MediaMenu disabled={!canAttach} onFiles={onFiles} onRecord={onRecord} />
      {subflow}
      <Tooltip label={t(mode === "note" ? "composer.addNote" : "composer.send")}>
        <button
          aria-label={t(mode === "note" ? "composer.addNote" : "composer.send")}
          className={classes.send}
          disabled={!canSend}
          type="submit"
        >
          <IconSend2 size={20} stroke={1.75} />
        </button>
      </Tooltip>
    </div>
  );
}
