import type { ConversationOut } from "@obrol/api";
import { IconFile, IconMicrophone, IconPhoto, IconVideo } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./row.module.css";

const ICONS = {
  image: IconPhoto,
  audio: IconMicrophone,
  video: IconVideo,
  file: IconFile,
} as const;

function isMedia(kind: string): kind is keyof typeof ICONS {
  return kind in ICONS;
}

/** One line of the newest message, and whose it is. */
export function Preview({ last }: { last: ConversationOut["last_message"] }) {
  const { t } = useTranslation();
  if (!last) {
    return <span className={classes.preview}>{t("inbox.list.noMessage")}</span>;
  }
  const Icon = isMedia(last.kind) ? ICONS[last.kind] : null;
  const who = {
    contact: null,
    bot: t("inbox.list.bot"),
    agent: t("inbox.list.team"),
  }[last.author_kind];
  const words =
    last.preview ||
    (isMedia(last.kind) ? t(`inbox.list.preview.${last.kind}`) : t("inbox.list.preview.cards"));
  return (
    <span className={classes.preview}>
      {who ? `${who}: ` : null}
      {Icon ? <Icon aria-hidden className={classes.previewIcon} size={14} /> : null}
      {words}
    </span>
  );
}
