import { Progress } from "@mantine/core";
import { IconFile, IconRefresh, IconX } from "@tabler/icons-react";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { fileSize } from "@/lib/bytes";
import type { TrayItem } from "../outbox/Tray";
import classes from "./tray.module.css";

type Props = {
  items: readonly TrayItem[];
  onRemove: (id: string) => void;
  onRetry: (id: string) => void;
};

/** The files that go with the next reply. */
export function TrayView({ items, onRemove, onRetry }: Props) {
  if (items.length === 0) {
    return null;
  }
  return (
    <ul className={classes.tray}>
      {items.map((item) => (
        <TrayRow item={item} key={item.id} onRemove={onRemove} onRetry={onRetry} />
      ))}
    </ul>
  );
}

function TrayRow({ item, onRemove, onRetry }: { item: TrayItem } & Omit<Props, "items">) {
  const { t, i18n } = useTranslation();
  const { state, name, file } = item;
  const percent =
    state.kind === "uploading" ? Math.round(state.share * 100) : state.kind === "ready" ? 100 : 0;
  return (
    <li className={classes.trayItem} data-state={state.kind}>
      <Thumbnail file={file} picture={item.attachment?.thumbnail_url ?? null} />
      <span className={classes.trayText}>
        <span className={classes.trayName}>{name}</span>
        <span className={classes.trayState}>
          {state.kind === "failed"
            ? t("composer.uploadFailed", {
                reason: state.reason ?? t("composer.offlineUpload"),
              })
            : state.kind === "uploading"
              ? t("composer.uploading", { percent })
              : fileSize(sizeOf(item), i18n.language)}
        </span>
        {state.kind === "uploading" ? (
          <Progress aria-label={name} size={3} value={percent} />
        ) : null}
      </span>
      {state.kind === "failed" ? (
        <button
          aria-label={t("composer.retryUpload", { name })}
          className={classes.trayAction}
          onClick={() => onRetry(item.id)}
          type="button"
        >
          <IconRefresh size={16} />
        </button>
      ) : null}
      <button
        aria-label={t(
          state.kind === "uploading" ? "composer.cancelUpload" : "composer.removeFile",
          { name },
        )}
        className={classes.trayAction}
        onClick={() => onRemove(item.id)}
        type="button"
      >
        <IconX size={16} />
      </button>
    </li>
  );
}

function sizeOf({ file, attachment }: TrayItem): number {
  return file?.size ?? attachment?.size ?? 0;
}

function Thumbnail({ file, picture }: { file: Blob | null; picture: string | null }) {
  const own = useMemo(
    () => (file?.type.startsWith("image/") ? URL.createObjectURL(file) : null),
    [file],
  );
  useEffect(() => () => (own ? URL.revokeObjectURL(own) : undefined), [own]);
  const url = own ?? picture;
  return (
    <span aria-hidden className={classes.trayIcon}>
      {url ? <img alt="" src={url} /> : <IconFile size={20} stroke={1.5} />}
    </span>
  );
}
