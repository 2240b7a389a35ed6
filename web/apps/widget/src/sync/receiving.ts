import { askForMissing, expectMore, lose, SILENCE_LIMIT, startOver } from "./linking";
import type { ServerFrame, VisitorMessage } from "./protocol";
import { NEVER } from "./state";
import { change, forget, keep, landed, send, type Work } from "./work";

const LONGEST_TYPING = 10_000; // ms: nobody is shown as typing for ever

// The server has a message with this id of ours: an earlier session sent it and never heard the answer.
const ALREADY_THERE = "message_id_taken";

export function receive(work: Work, frame: ServerFrame): void {
  const { s, now } = work;
  if (s.link === "down") return;
  if (frame.type === "welcome") {
    if (s.link === "opening") welcome(work, frame);
    return;
  }
  if (s.link !== "live") return;
  s.due.silent = now + SILENCE_LIMIT;
  switch (frame.type) {
    case "messages":
      apply(work, frame.from, frame.to, frame.messages);
      return;
    case "heartbeat":
      expectMore(work, frame.head);
      return;
    case "ack":
      acknowledged(work, frame.id, frame.seq);
      return;
    case "refused":
      refused(work, frame);
      return;
    case "older":
      older(work, frame.messages, frame.more);
      return;
    case "seen":
      s.teamSeen = Math.max(s.teamSeen, frame.seq);
      return;
    case "typing":
      s.typing = frame.who;
      s.due.typing = now + Math.min(frame.for_ms, LONGEST_TYPING);
      return;
    case "answering":
      s.answering = frame.answering;
      return;
    case "drain":
      // The server goes and has already spread its visitors over time: no back-off on top of that.
      work.effects.push({ do: "close" });
      lose(work);
      s.attempts = 0;
      s.due.retry = now + frame.reconnect_in_ms;
  }
}

function welcome(work: Work, frame: Extract<ServerFrame, { type: "welcome" }>): void {
  const { s, now } = work;
  if (s.local !== null && frame.head < s.local) {
    // The server has less than we were shown: it was restored from a backup. Its word counts.
    startOver(work);
    work.effects.push({ do: "close" });
    lose(work);
    s.due.retry = now;
    return;
  }
  s.link = "live";
  s.attempts = 0;
  s.answering = frame.answering;
  s.told = { received: 0, seen: 0 };
  s.due.silent = now + SILENCE_LIMIT;
  const last = frame.messages.at(-1)?.seq ?? frame.head;
  if (s.local === null) {
    s.local = 0;
    s.more = frame.more;
    apply(work, 0, last, frame.messages);
  } else {
    apply(work, s.local, frame.more ? last : frame.head, frame.messages);
  }
  s.head = Math.max(s.local, frame.head);
  s.teamSeen = Math.max(s.teamSeen, frame.seen_seq);
  if (s.head > s.local) askForMissing(work);
}

/** Same start or overlap: take what is new. Nothing new: drop. A hole before it: ask for what is in it. */
function apply(work: Work, from: number, to: number, messages: readonly VisitorMessage[]): void {
  const { s } = work;
  const local = s.local ?? 0;
  if (to <= local) return;
  if (from > local) {
    s.head = Math.max(s.head, to);
    askForMissing(work);
    return;
  }
  const fresh = messages.filter((message) => message.seq > local);
  s.messages = [...s.messages, ...fresh];
  s.local = to;
  s.head = Math.max(s.head, to);
  for (const message of fresh) {
    if (message.author.kind !== "visitor") s.typing = null;
    if (s.outbox.some((entry) => entry.id === message.id)) forget(work, message.id);
  }
  const wasAsked = s.asked;
  s.asked = false;
  s.due.sync = NEVER;
  if (wasAsked && s.head > to) askForMissing(work);
  else expectMore(work, s.head);
}

function acknowledged(work: Work, id: string, seq: number): void {
  if (work.s.outbox.some((entry) => entry.id === id)) {
    change(work, id, { sent: true, refused: null });
    work.effects.push({ do: "forget", id });
  }
  landed(work, id);
  expectMore(work, seq);
}

function refused(work: Work, frame: Extract<ServerFrame, { type: "refused" }>): void {
  const { s, now } = work;
  const entry = s.outbox.find((one) => one.id === frame.id);
  if (!entry || entry.sent) return;
  landed(work, frame.id);
  if (frame.code === ALREADY_THERE) {
    change(work, frame.id, { sent: true });
    work.effects.push({ do: "forget", id: frame.id });
    return;
  }
  // "Not now" is no refusal: the message waits and goes by itself.
  if (frame.retry_in_ms) s.due.resume = now + frame.retry_in_ms;
  else keep(work, frame.id, { refused: frame.message });
}

/** A page before the first message; or the same messages again, with fresh addresses of their files. */
function older(work: Work, page: readonly VisitorMessage[], more: boolean): void {
  const { s } = work;
  const first = s.messages[0]?.seq;
  if (first === undefined) return;
  const before = page.filter((message) => message.seq < first);
  const again = new Map(page.map((message) => [message.seq, message]));
  s.messages = [...before, ...s.messages.map((message) => again.get(message.seq) ?? message)];
  if (before.length > 0 || s.loadingOlder) s.more = more;
  s.loadingOlder = false;
}

/** Tells the server how far its messages have come: to this browser, and to the visitor's eyes. */
export function report(work: Work): void {
  const { s } = work;
  const theirs = s.messages.findLast((message) => message.author.kind !== "visitor")?.seq ?? 0;
  if (s.looking && theirs > s.seen) {
    s.seen = theirs;
    work.effects.push({ do: "saw", seq: theirs });
  }
  if (s.link !== "live") return;
  if (theirs > s.told.received) {
    s.told.received = theirs;
    send(work, { type: "received", seq: theirs });
  }
  if (s.looking && theirs > s.told.seen) {
    s.told.seen = theirs;
    send(work, { type: "seen", seq: theirs });
  }
}
