import { type Happening, NEVER, type Outgoing, type Stored } from "./state";
import { backOff, change, forget, keep, send, type Work } from "./work";

const ACK_LIMIT = 10_000; // ms: longer than any commit takes; then the link counts as broken

type Outbound = Extract<
  Happening,
  {
    type:
      | "leads"
      | "said"
      | "kept"
      | "stored"
      | "progressed"
      | "uploaded"
      | "upload_refused"
      | "upload_failed"
      | "again"
      | "dropped";
  }
>;

/** What happens to messages before the server has them. */
export function outgoing(work: Work, happening: Outbound): void {
  const { s, now } = work;
  switch (happening.type) {
    case "leads":
      s.leads = happening.leads;
      s.inFlight = null;
      s.due.ack = NEVER;
      return;
    case "said":
      said(work, happening);
      return;
    case "kept":
      change(work, happening.id, { kept: true });
      return;
    case "stored":
      stored(work, happening.entries);
      return;
    case "progressed":
      change(work, happening.id, { progress: happening.progress });
      return;
    case "again":
      keep(work, happening.id, { refused: null });
      return;
    case "dropped":
      forget(work, happening.id);
      return;
    default:
      if (s.uploading !== happening.id) return;
      s.uploading = null;
      // A page that no longer leads leaves the message to the one that does.
      if (!s.leads) return;
      if (happening.type === "uploaded") keep(work, happening.id, { said: happening.said });
      else if (happening.type === "upload_refused")
        keep(work, happening.id, { refused: happening.message });
      else s.due.resume = now + backOff(work, s.failedUploads);
      s.failedUploads = happening.type === "upload_failed" ? s.failedUploads + 1 : 0;
  }
}

function said(work: Work, { id, at, said, file, refused }: Stored): void {
  const entry: Outgoing = { id, at, said, file, refused, kept: false, sent: false, progress: 0 };
  work.s.outbox = [...work.s.outbox, entry];
  // What was refused before it left is shown, and gone with the page.
  if (!refused) keep(work, id, {});
}

/** The store, read again because another page of this visitor changed it. */
function stored(work: Work, entries: readonly Stored[]): void {
  const { s } = work;
  const shown = new Set(s.messages.map((message) => message.id));
  const here = new Map(s.outbox.map((entry) => [entry.id, entry]));
  const there = new Set(entries.map((entry) => entry.id));
  const merged: Outgoing[] = [];
  for (const entry of entries) {
    if (shown.has(entry.id)) {
      work.effects.push({ do: "forget", id: entry.id });
      continue;
    }
    const mine = here.get(entry.id);
    if (mine && !mine.kept) merged.push(mine);
    else
      merged.push({
        ...entry,
        file: entry.file ?? mine?.file ?? null,
        kept: true,
        sent: mine?.sent ?? false,
        progress: mine?.progress ?? 0,
      });
  }
  for (const mine of s.outbox) {
    if (there.has(mine.id)) continue;
    if (!mine.kept || mine.sent) merged.push(mine);
    // Another page sent it: it stays in sight until the conversation brings it.
    else if (mine.said && !mine.refused) merged.push({ ...mine, sent: true });
  }
  s.outbox = merged.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Sends the first message that waits, one at a time. */
export function flush(work: Work): void {
  const { s, now } = work;
  if (now >= s.due.resume) s.due.resume = NEVER;
  if (s.link !== "live" || !s.leads || s.inFlight !== null || s.due.resume !== NEVER) return;
  const next = s.outbox.find((entry) => !entry.refused && !entry.sent);
  if (!next?.kept) return;
  if (next.said) {
    s.inFlight = next.id;
    s.due.ack = now + ACK_LIMIT;
    send(work, { type: "send", id: next.id, content: next.said });
  } else if (next.file && s.uploading === null) {
    s.uploading = next.id;
    work.effects.push({ do: "upload", id: next.id, file: next.file });
  }
}
