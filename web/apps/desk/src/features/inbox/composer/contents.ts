import type { AttachmentOut, ContentIn, MediaContent, TextContent } from "@obrol/api";

/** What an agent can write: a bubble's content, with the links that show it before the server has it. */
export type Writable = TextContent | MediaContent;

export const TEXT_LIMIT = 10_000; // characters, as the server counts them
const CAPTION_LIMIT = 1_024;

const MB = 1_000_000;
export const SIZE_LIMITS = { image: 10 * MB, video: 25 * MB, audio: 25 * MB, file: 25 * MB };

/** How many characters the server would count: code points, not UTF-16 units. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** The largest upload of this kind. The server looks into the file; the browser only believes its name. */
export function sizeLimit(mediaType: string): number {
  const kind = mediaType.split("/")[0];
  return kind === "image" || kind === "video" || kind === "audio"
    ? SIZE_LIMITS[kind]
    : SIZE_LIMITS.file;
}

/**
 * What was written and attached as the messages it becomes: the words under the only attachment if they fit
 * there, else before all of them.
 */
export function contentsOf(text: string, attachments: readonly AttachmentOut[]): Writable[] {
  const words = text.trim();
  const [only] = attachments;
  if (only && attachments.length === 1 && lengthOf(words) <= CAPTION_LIMIT) {
    return [mediaContent(only, words)];
  }
  return [
    ...(words
      ? [{ kind: "text", text: words, buttons: [], quick_replies: [] } satisfies Writable]
      : []),
    ...attachments.map((attachment) => mediaContent(attachment, "")),
  ];
}

function mediaContent({ kind, ...media }: AttachmentOut, caption: string): Writable {
  return { kind, media, caption };
}

/** What the server takes of it: it makes the links itself and refuses fields that it does not know. */
export function toContentIn(content: Writable): ContentIn {
  if (content.kind === "text") {
    return content;
  }
  const { url: _url, thumbnail_url: _thumbnail, ...media } = content.media;
  return { kind: content.kind, media, caption: content.caption };
}
