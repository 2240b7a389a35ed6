import type { Content, Said, VisitorMessage } from "../sync/protocol";
import type { Outgoing, Sync } from "../sync/state";
import { midnight } from "../text/moments";

const PAUSE = 5 * 60_000; // ms after which the same author is named again

/** One message as it is shown. */
export interface Row {
  id: string;
  at: string;
  author: VisitorMessage["author"];
  /** What it says; null while its file is not uploaded. */
  content: Content | Said | null;
  /** Ours and not yet in the conversation. */
  entry: Outgoing | null;
  /** In the conversation; 0 while it is not. */
  seq: number;
  /** The first of its day, and the first and last of what one author says at a stretch. */
  newDay: boolean;
  first: boolean;
  last: boolean;
}

export function rowsOf({ messages, outbox }: Sync): Row[] {
  const rows: Row[] = [
    ...messages.map((message) => ({ ...message, entry: null, ...ALONE })),
    ...outbox.map((entry) => ({
      id: entry.id,
      at: entry.at,
      author: { kind: "visitor" as const, name: "" },
      content: entry.said,
      entry,
      seq: 0,
      ...ALONE,
    })),
  ];
  for (const [index, row] of rows.entries()) {
    const before = rows[index - 1];
    if (!before) continue;
    const [then, now] = [new Date(before.at), new Date(row.at)];
    row.newDay = midnight(then) !== midnight(now);
    row.first =
      row.newDay ||
      before.author.kind !== row.author.kind ||
      before.author.name !== row.author.name ||
      +now - +then > PAUSE;
    before.last = row.first;
  }
  return rows;
}

const ALONE = { newDay: true, first: true, last: true };
