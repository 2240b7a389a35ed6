import { Button, FileButton, Input, Progress } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { AttachmentOut } from "@obrol/api";
import { IconPaperclip, IconX } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { fileSize } from "@/lib/bytes";
import { useUpload } from "@/lib/useUpload";
import { IconAction } from "@/ui/IconAction";
import { uploadFile } from "./api";
import classes from "./shortcuts.module.css";
import { useSentence } from "./useSentence";

const MOST_FILES = 10;

type Props = {
  files: readonly AttachmentOut[];
  onChange: (change: (files: readonly AttachmentOut[]) => readonly AttachmentOut[]) => void;
  /** Whether something is on its way, so that nobody saves without it. */
  onBusy: (busy: boolean) => void;
};

/** The files that a shortcut brings along. */
export function Files({ files, onChange, onBusy }: Props) {
  const { t, i18n } = useTranslation();
  const sentence = useSentence();
  const { uploading, upload } = useUpload(uploadFile, (error) =>
    notifications.show({ color: "red", message: sentence(error) }),
  );
  const busy = uploading !== null;
  useEffect(() => onBusy(busy), [busy, onBusy]);
  return (
    <Input.Wrapper label={t("shortcuts.form.files")} labelElement="div">
      {files.length > 0 ? (
        <ul className={classes.files}>
          {files.map(({ attachment_id, name, size, thumbnail_url }) => (
            <li className={classes.file} key={attachment_id}>
              {thumbnail_url ? (
                <img alt="" className={classes.thumbnail} src={thumbnail_url} />
              ) : (
                <IconPaperclip aria-hidden size={18} stroke={1.75} />
              )}
              <span className={classes.fileName}>{name}</span>
              <span className={classes.fileSize}>{fileSize(size, i18n.language)}</span>
              <IconAction
                label={t("shortcuts.form.detach", { name })}
                onClick={() =>
                  onChange((all) => all.filter((one) => one.attachment_id !== attachment_id))
                }
              >
                <IconX size={16} stroke={1.75} />
              </IconAction>
            </li>
          ))}
        </ul>
      ) : null}
      {uploading ? (
        <Progress
          aria-label={t("shortcuts.form.uploading", { name: uploading.name })}
          mt={8}
          value={uploading.share * 100}
        />
      ) : null}
      <div className={classes.attach}>
        <FileButton
          multiple
          onChange={(chosen) =>
            void upload(chosen.slice(0, MOST_FILES - files.length), (file) =>
              onChange((all) => [...all, file]),
            )
          }
        >
          {(props) => (
            <Button
              {...props}
              disabled={busy || files.length >= MOST_FILES}
              leftSection={<IconPaperclip size={16} />}
              variant="default"
            >
              {t("shortcuts.form.attach")}
            </Button>
          )}
        </FileButton>
      </div>
    </Input.Wrapper>
  );
}
