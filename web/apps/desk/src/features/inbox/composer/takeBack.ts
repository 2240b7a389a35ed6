import type { AttachmentOut, Content } from "@obrol/api";
import type { Drafts } from "../outbox/Drafts";
import type { OutboxEntry } from "../outbox/database";
import type { Tray } from "../outbox/Tray";

/** What was written and attached, out of the messages that it became. */
export function wordsAndFilesOf(contents: readonly Content[]): {
  words: string;
  attachments: AttachmentOut[];
} {
  const words = contents.map((content) =>
    content.kind === "text" ? content.text : "caption" in content ? content.caption : "",
  );
  return {
    words: words.filter(Boolean).join("\n"),
    attachments: contents.flatMap((content) =>
      "media" in content ? [{ kind: content.kind, ...content.media }] : [],
    ),
  };
}

/** Puts what was taken back where it was written, before whatever was begun meanwhile. */
export function putBack(
  { drafts, tray }: { drafts: Drafts; tray: Tray },
  entries: readonly OutboxEntry[],
): void {
  const [first] = entries;
  if (!first) {
    return;
  }
  const { conversation_id, what } = first;
  const contents = entries.flatMap((entry) =>
    entry.what.kind === "reply" ? [entry.what.content] : [],
  );
  const { words, attachments } =
    what.kind === "note" ? { words: what.text, attachments: [] } : wordsAndFilesOf(contents);
  const before = drafts.of(conversation_id)[what.kind];
  drafts.write(conversation_id, {
    mode: what.kind,
    [what.kind]: before && words ? `${words}\n${before}` : words || before,
  });
  void tray.addUploaded(conversation_id, attachments);
}
