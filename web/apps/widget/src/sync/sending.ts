import { NEVER, type Outgoing, type Stored } from "./state";
import { backOff, change, type Handlers, keep, release, send, type Work } from "./work";

const ACK_LIMIT = 10_000; // ms: longer than any commit takes; then the link counts as broken
const UPLOAD_PAUSE = 3; // doublings: 2 to 4 s between two attempts at an upload

/** What happens to messages before the server has them. */
export const SENDING: Handlers<
  "leads" | "said" | "kept" | "stored" | "progressed" | "uploaded" | "again" | "dropped"
> = {
  leads({ s }, leads) {
    s.leads = leads;
    s.inFlight = null;
    s.due.ack = NEVER;
  },
  said(work, entry) {
    work.s.outbox = [...work.s.outbox, { ...NEW, ...entry }];
    // What was refused before it left is shown, and gone with the page.
    if (!entry.refused) keep(work, entry.id, {});
  },
  kept: (work, id) => change(work, id, { kept: true }),
  stored,
  progressed: (work, { id, progress }) => change(work, id, { progress }),
  uploaded(work, { id, said, refused }) {
    const { s, now } = work;
    if (s.uploading !== id) return;
    s.uploading = null;
    // A page that no longer leads leaves the message to the one that does.
    if (!s.leads) return;
    if (said) keep(work, id, { said });
    else if (refused) keep(work, id, { refused });
    else s.due.resume = now + backOff(work, UPLOAD_PAUSE);
  },
  again: (work, id) => keep(work, id, { refused: null }),
  dropped(work, id) {
    work.s.outbox = work.s.outbox.filter((entry) => entry.id !== id);
    work.effects.push(["forget", id]);
    release(work, id);
  },
};

const NEW = { kept: false, sent: false, progress: 0 };

/** The store, read again because another page of this visitor changed it. */
function stored({ s, effects }: Work, entries: readonly Stored[]): void {
  const left = new Map(s.outbox.map((entry) => [entry.id, entry]));
  const merged: Outgoing[] = [];
  for (const entry of entries) {
    const mine = left.get(entry.id);
    left.delete(entry.id);
    if (s.messages.some((message) => message.id === entry.id)) effects.push(["forget", entry.id]);
    else if (mine && !mine.kept) merged.push(mine);
    else
      merged.push({
        ...NEW,
        ...mine,
        ...entry,
        file: entry.file ?? mine?.file ?? null,
        kept: true,
      });
  }
  for (const mine of left.values()) {
    if (!mine.kept || mine.sent) merged.push(mine);
    // Another page sent it: it stays in sight until the conversation brings it.
    else if (mine.said && !mine.refused) merged.push({ ...mine, sent: true });
  }
  s.outbox = merged.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Sends the first message that waits, one at a time. */
export function flush(work: Work): void {
  const { s, now, effects } = work;
  if (now >= s.due.resume) s.due.resume = NEVER;
  const next = s.outbox.find((entry) => !entry.refused && !entry.sent);
  if (!next?.kept || s.link !== "live" || !s.leads || s.inFlight || s.due.resume < NEVER) return;
  const { id, said, file } = next;
  if (said) {
    s.inFlight = id;
    s.due.ack = now + ACK_LIMIT;
    send(work, { type: "send", id, content: said });
  } else if (file && !s.uploading) {
    s.uploading = id;
    effects.push(["upload", { id, file }]);
  }
}
