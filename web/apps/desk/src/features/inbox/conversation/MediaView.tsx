import type { MediaKind, MediaOut } from "@obrol/api";
import { IconDownload, IconFile, IconFileText, IconPhotoOff } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useContext, useState } from "react";
import { useTranslation } from "react-i18next";
import { fileSize } from "@/lib/bytes";
import { keys } from "@/lib/queryKeys";
import classes from "./content.module.css";
import { PicturesContext } from "./PicturesContext";

const MOST_WIDE = 320;
const MOST_HIGH = 320;

type Props = { kind: MediaKind; media: MediaOut; messageId: string };

export function MediaView({ kind, media, messageId }: Props) {
  const { t } = useTranslation();
  const { lost, onLost } = useFreshLink();
  if (lost) {
    return (
      <span className={classes.lost}>
        <IconPhotoOff aria-hidden size={16} />
        {t("conversation.mediaGone")}
      </span>
    );
  }
  switch (kind) {
    case "image":
      return <PictureView media={media} messageId={messageId} onLost={onLost} />;
    case "audio":
      return (
        // biome-ignore lint/a11y/useMediaCaption: there are no captions for what customers record.
        <audio className={classes.audio} controls onError={onLost} preload="none" src={media.url} />
      );
    case "video":
      return (
        // biome-ignore lint/a11y/useMediaCaption: there are no captions for what customers film.
        <video
          className={classes.video}
          controls
          onError={onLost}
          preload="metadata"
          src={media.url}
          style={boxOf(media)}
        />
      );
    case "file":
      return <FileView media={media} />;
  }
}

function PictureView({
  media,
  messageId,
  onLost,
}: {
  media: MediaOut;
  messageId: string;
  onLost: () => void;
}) {
  const { t } = useTranslation();
  const { open } = useContext(PicturesContext);
  return (
    <button
      aria-label={t("conversation.openPicture", { name: media.name })}
      className={classes.picture}
      data-picture
      onClick={() => open(messageId)}
      style={boxOf(media)}
      type="button"
    >
      <img
        alt={t("conversation.picture", { name: media.name })}
        loading="lazy"
        onError={onLost}
        src={media.thumbnail_url ?? media.url}
      />
    </button>
  );
}

function FileView({ media }: { media: MediaOut }) {
  const { t, i18n } = useTranslation();
  const Icon = media.media_type.startsWith("text/") ? IconFileText : IconFile;
  return (
    <a
      className={classes.file}
      download={media.name}
      href={media.url}
      title={t("conversation.download", { name: media.name })}
    >
      <Icon aria-hidden className={classes.fileIcon} size={24} stroke={1.5} />
      <span className={classes.fileText}>
        <span className={classes.fileName}>{media.name}</span>
        <span className={classes.fileSize}>{fileSize(media.size, i18n.language)}</span>
      </span>
      <IconDownload aria-hidden size={16} />
    </a>
  );
}

/** The room that a picture takes, known before it is loaded, so that nothing jumps when it is. */
function boxOf({ width, height }: MediaOut): React.CSSProperties {
  if (!width || !height) {
    return { width: MOST_WIDE * 0.75, aspectRatio: "4 / 3" };
  }
  const scale = Math.min(1, MOST_WIDE / width, MOST_HIGH / height);
  return { width: Math.max(64, Math.round(width * scale)), aspectRatio: `${width} / ${height}` };
}

/** Links to files expire; the first failure asks for new ones, the second is believed. */
function useFreshLink(): { lost: boolean; onLost: () => void } {
  const cache = useQueryClient();
  const [failures, setFailures] = useState(0);
  return {
    lost: failures > 1,
    onLost: () => {
      setFailures((before) => before + 1);
      if (failures === 0) {
        void cache.invalidateQueries({ queryKey: keys.timelines });
      }
    },
  };
}
