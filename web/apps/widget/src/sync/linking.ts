import { NEVER } from "./state";
import { backOff, send, type Work } from "./work";

const OPENING_LIMIT = 15_000; // ms from asking for a socket to the welcome, slow phones included
const SYNC_WAIT = 2_000; // ms to let a frame arrive by itself before asking for it
// A heartbeat comes every 20 s: when two are missing, nobody is there.
export const SILENCE_LIMIT = 45_000;

/** Acts on every deadline of the link that has passed. */
export function link(work: Work): void {
  const { s, now } = work;
  if (s.link !== "down" && now >= Math.min(s.due.silent, s.due.ack)) {
    work.effects.push({ do: "close" });
    lose(work);
  }
  if (now >= s.due.sync) {
    s.due.sync = NEVER;
    s.asked = false;
    if (s.head > (s.local ?? 0)) askForMissing(work);
  }
  if (s.link === "down" && now >= s.due.retry) {
    s.link = "opening";
    s.due.retry = NEVER;
    s.due.silent = now + OPENING_LIMIT;
    work.effects.push({ do: "open" });
  }
}

/** The link is gone: what was on its way counts as not sent, and goes again with the same id. */
export function lose(work: Work): void {
  const { s, now } = work;
  s.link = "down";
  s.inFlight = null;
  s.asked = false;
  s.loadingOlder = false;
  s.typing = null;
  s.due = { ...s.due, ack: NEVER, sync: NEVER, silent: NEVER, typing: NEVER };
  s.due.retry = now + backOff(work, s.attempts);
  s.attempts += 1;
}

/** Another session is another conversation: it starts empty, and what was not sent goes there. */
export function startOver(work: Work): void {
  const { s } = work;
  s.local = null;
  s.head = 0;
  s.messages = [];
  s.more = false;
  s.teamSeen = 0;
  s.seen = 0;
  s.outbox = s.outbox.filter((entry) => !entry.sent);
  work.effects.push({ do: "saw", seq: 0 });
}

export function askForMissing(work: Work): void {
  const { s, now } = work;
  if (s.link !== "live" || s.asked) return;
  s.asked = true;
  s.due.sync = now + SYNC_WAIT;
  send(work, { type: "sync", from: s.local ?? 0 });
}

/** The server has more than we do: the frame is probably on its way, so ask only after a while. */
export function expectMore(work: Work, head: number): void {
  const { s, now } = work;
  s.head = Math.max(s.head, head);
  if (s.head > (s.local ?? 0) && s.due.sync === NEVER) s.due.sync = now + SYNC_WAIT;
}
