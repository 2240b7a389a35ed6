import { Popover, Tooltip } from "@mantine/core";
import { IconMoodSmile, IconPaperclip, IconSend2 } from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { fileSize } from "@/lib/bytes";
import type { Mode } from "../outbox/database";
import classes from "./composer.module.css";
import { SIZE_LIMITS } from "./contents";

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
};

export function ComposerTools({ mode, canSend, canAttach, subflow, onEmoji, onFiles }: Props) {
  const { t, i18n } = useTranslation();
  const [picking, setPicking] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const limits = t("composer.limits", {
    image: fileSize(SIZE_LIMITS.image, i18n.language),
    file: fileSize(SIZE_LIMITS.file, i18n.language),
  });
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
      <Tooltip label={`${t("composer.attach")}. ${limits}`} multiline w={260}>
        <button
          aria-label={t("composer.attach")}
          className={classes.tool}
          disabled={!canAttach}
          onClick={() => input.current?.click()}
          type="button"
        >
          <IconPaperclip size={20} stroke={1.75} />
        </button>
      </Tooltip>
      <input
        aria-hidden
        className="visually-hidden"
        multiple
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
        ref={input}
        tabIndex={-1}
        type="file"
      />
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
