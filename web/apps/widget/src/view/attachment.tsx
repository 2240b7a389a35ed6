import type { MediaKind, MediaOut } from "../sync/protocol";
import { safeAddress } from "../text/links";
import { sizeOf } from "../text/moments";
import { Icon } from "./icons";
import type { Row } from "./rows";
import { Link, Text } from "./text";
import type { View } from "./view";
import { enlarge } from "./viewer";

const previews = new WeakMap<File, string>();
const refreshed = new Set<string>();

/** A picture, sound, film or file: from the server, or still on its way there. */
export function Attachment({ view, row }: { view: View; row: Row }) {
  const { kind, media, caption } = attachmentOf(row);
  const own = kind === "image" && row.entry?.file && preview(row.entry.file);
  const url = own || safeAddress(media.url ?? "");
  // A link that has expired: the same message, asked for again, comes with a fresh one.
  const refresh = (): void => {
    if (!row.seq || !url || refreshed.has(url)) return;
    refreshed.add(url);
    view.conversation.tell("refreshWanted", row.seq);
  };
  return (
    <div class={`bubble ${kind}`}>
      {kind === "image" && url ? (
        <button type="button" aria-label={media.name} onclick={() => enlarge(url, media.name)}>
          <img
            src={own || safeAddress(media.thumbnail_url ?? url)}
            alt=""
            width={media.width}
            height={media.height}
            onload={view.grown}
            onerror={refresh}
          />
        </button>
      ) : kind === "audio" ? (
        // biome-ignore lint/a11y/useMediaCaption: what people send each other comes without captions
        <audio controls preload="none" src={url} onerror={refresh} />
      ) : kind === "video" ? (
        // biome-ignore lint/a11y/useMediaCaption: as above
        <video controls preload="metadata" src={url} onerror={refresh} />
      ) : (
        <Link class="paper" href={url}>
          <Icon name="file" />
          <span>
            {media.name}
            <br />
            <small>{sizeOf(media.size, view.locale)}</small>
          </span>
        </Link>
      )}
      {row.entry && !row.content && !row.entry.refused && (
        <progress aria-label={view.words.sending} value={row.entry.progress} />
      )}
      {caption && <Text text={caption} />}
    </div>
  );
}

interface Shown {
  kind: MediaKind;
  media: Partial<MediaOut> & { name: string; size: number };
  caption?: string;
}

function attachmentOf({ content, entry }: Row): Shown {
  if (content && "media" in content) return content;
  const { name = "", size = 0, type = "" } = entry?.file ?? {};
  return { kind: /^image/.test(type) ? "image" : "file", media: { name, size } };
}

/** Only for pictures: a page of the visitor's own would open as one of ours. */
function preview(file: File): string {
  const url = previews.get(file) ?? URL.createObjectURL(file);
  previews.set(file, url);
  return url;
}
