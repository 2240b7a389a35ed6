import { ActionIcon, Modal } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconDownload, IconX } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { IconAction } from "@/ui/IconAction";
import type { Picture } from "./blocks";
import classes from "./PictureViewer.module.css";

type Props = {
  pictures: readonly Picture[];
  shown: string | null;
  onShow: (id: string | null) => void;
};

/** One picture large, with the others of the conversation an arrow key away. */
export function PictureViewer({ pictures, shown, onShow }: Props) {
  const { t } = useTranslation();
  const index = pictures.findIndex((picture) => picture.id === shown);
  const picture = pictures[index];
  const previous = pictures[index - 1];
  const next = pictures[index + 1];

  useEffect(() => {
    if (!picture) {
      return;
    }
    const onKey = (event: KeyboardEvent) => {
      const target = { ArrowLeft: previous, ArrowRight: next }[event.key];
      if (target) {
        onShow(target.id);
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [picture, previous, next, onShow]);

  return (
    <Modal
      classNames={{ content: classes.content ?? "", body: classes.body ?? "" }}
      fullScreen
      onClose={() => onShow(null)}
      opened={picture !== undefined}
      title={picture?.name ?? t("conversation.viewer.title")}
      withCloseButton={false}
      withOverlay={false}
    >
      {picture ? (
        <>
          <div className={classes.tools}>
            <ActionIcon
              aria-label={t("conversation.viewer.download")}
              component="a"
              download={picture.name}
              href={picture.url}
            >
              <IconDownload size={20} />
            </ActionIcon>
            <IconAction label={t("shell.action.close")} onClick={() => onShow(null)}>
              <IconX size={20} />
            </IconAction>
          </div>
          <figure className={classes.figure}>
            <img alt={picture.name} className={classes.image} src={picture.url} />
            {picture.caption ? <figcaption>{picture.caption}</figcaption> : null}
          </figure>
          <IconAction
            className={classes.previous}
            disabled={!previous}
            label={t("conversation.viewer.previous")}
            onClick={() => previous && onShow(previous.id)}
            size={48}
          >
            <IconChevronLeft />
          </IconAction>
          <IconAction
            className={classes.next}
            disabled={!next}
            label={t("conversation.viewer.next")}
            onClick={() => next && onShow(next.id)}
            size={48}
          >
            <IconChevronRight />
          </IconAction>
        </>
      ) : null}
    </Modal>
  );
}
