import { NEVER } from "./state";
import { backOff, type Handlers, send, type Work } from "./work";

const OPENING_LIMIT = 15_000; // ms from asking for a socket to the welcome, slow phones included
const PROBE_LIMIT = 5_000; // ms: a server that does not answer within it is not there any more
const SYNC_WAIT = 2_000; // ms to let a frame arrive by itself before asking for it
// A heartbeat comes every 20 s: when two are missing, nobody is there.
export const SILENCE_LIMIT = 45_000;

/** What happens to the socket and to the page around it. */
export const LINKING: Handlers<"opened" | "closed" | "renewed" | "online" | "woke"> = {
  opened({ s, effects }) {
    effects.push(["hello", s.local]);
  },
  closed(work, unknownSession) {
    lose(work);
    if (!unknownSession) return;
    work.effects.push(["renew", null]);
    startOver(work);
  },
  renewed(work) {
    startOver(work);
    hangUp(work, 0);
  },
  online(work, online) {
    work.s.online = online;
    if (online) wake(work);
    else hangUp(work);
  },
  woke: wake,
};

/** The page came back from sleep, from the background or onto the network: trust nothing, ask now. */
function wake(work: Work): void {
  const { s, now } = work;
  if (s.link === "down") {
    s.attempts = 0;
    s.due.retry = now;
  }
  if (s.link === "live") {
    send(work, { type: "sync", from: s.local ?? 0 });
    s.due.silent = Math.min(s.due.silent, now + PROBE_LIMIT);
  }
}

/** Acts on every deadline of the link that has passed. */
export function link(work: Work): void {
  const { s, now, effects } = work;
  if (now >= Math.min(s.due.silent, s.due.ack)) hangUp(work);
  if (now >= s.due.sync) {
    s.due.sync = NEVER;
    s.asked = false;
    if (s.head > (s.local ?? 0)) askForMissing(work);
  }
  if (s.link === "down" && now >= s.due.retry) {
    s.link = "opening";
    s.due.retry = NEVER;
    s.due.silent = now + OPENING_LIMIT;
    effects.push(["open", null]);
  }
}

/** Leaves the socket, and comes back `after` that many milliseconds instead of backing off. */
export function hangUp(work: Work, after?: number): void {
  work.effects.push(["close", null]);
  lose(work);
  if (after !== undefined) work.s.due.retry = work.now + after;
}

/** The link is gone: what was on its way counts as not sent, and goes again with the same id. */
function lose(work: Work): void {
  const { s, now } = work;
  s.link = "down";
  s.inFlight = s.typing = null;
  s.asked = s.loadingOlder = false;
  s.due.ack = s.due.sync = s.due.silent = s.due.typing = NEVER;
  s.due.retry = now + backOff(work, s.attempts++);
}

/** Another session is another conversation: it starts empty, and what was not sent goes there. */
export function startOver({ s, effects }: Work): void {
  s.local = null;
  s.head = s.teamSeen = s.seen = 0;
  s.messages = [];
  s.more = false;
  s.outbox = s.outbox.filter((entry) => !entry.sent);
  effects.push(["saw", 0]);
}

export function askForMissing(work: Work): void {
  const { s, now } = work;
  if (s.asked) return;
  s.asked = true;
  s.due.sync = now + SYNC_WAIT;
  send(work, { type: "sync", from: s.local ?? 0 });
}

/** The server has more than we do: the frame is probably on its way, so ask only after a while. */
export function expectMore({ s, now }: Work, head: number): void {
  s.head = Math.max(s.head, head);
  if (s.head > (s.local ?? 0) && s.due.sync === NEVER) s.due.sync = now + SYNC_WAIT;
}
