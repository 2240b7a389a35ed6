import type { Conversation } from "../sync/conversation";
import type { Words } from "../text/en";

/** What the server tells of a channel, in the visitor's language. */
export interface Config {
  name: string;
  color: string;
  title: string;
  greeting: string;
}

/** What every part of the widget needs. */
export interface View {
  channel: string;
  config: Config;
  words: Words;
  locale: string;
  conversation: Conversation;
  close(): void;
  /** Something of this page's own changed, such as an open picker. */
  redraw(): void;
  /** The conversation became longer without a message, because a picture has arrived. */
  grown(): void;
}

const LARGEST_PICTURE = 10 * 1024 ** 2; // bytes, as the server has it
const LARGEST_FILE = 25 * 1024 ** 2; // bytes

const TOO_LARGE = { code: "file_too_large", message: "" }; // the catalogs have the sentence

/** Sends files, or says at once that the server would refuse them. */
export function offer({ conversation }: View, files: FileList | null | undefined): void {
  for (const file of files ?? []) {
    const limit = /^image/.test(file.type) ? LARGEST_PICTURE : LARGEST_FILE;
    conversation.offer(file, file.size > limit ? TOO_LARGE : null);
  }
}
