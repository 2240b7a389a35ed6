import { askForMissing, expectMore, hangUp, SILENCE_LIMIT, startOver } from "./linking";
import type { ServerFrame, VisitorMessage } from "./protocol";
import { NEVER } from "./state";
import { keep, landed, release, send, type Work } from "./work";

// The server has a message with this id of ours: an earlier session sent it and never heard the answer.
const ALREADY_THERE = "message_id_taken";
// The file was brought by an earlier session, or the server has tidied it away.
const FILE_GONE = "attachment_unknown";
const NOT_NOW = ["too_many_requests", "unavailable"];
const SLOWER = 2_000; // ms

type Frame<Type> = Extract<ServerFrame, { type: Type }>;

const FRAMES: { [Type in ServerFrame["type"]]: (work: Work, frame: Frame<Type>) => void } = {
  welcome() {},
  messages: (work, { from, to, messages }) => apply(work, from, to, messages),
  heartbeat: (work, { head }) => expectMore(work, head),
  ack(work, { id, seq }) {
    landed(work, id);
    expectMore(work, seq);
  },
  refused(work, { id, code, message }) {
    if (code === ALREADY_THERE) landed(work, id);
    const entry = work.s.outbox.find((one) => one.id === id && !one.sent);
    if (!entry) return;
    release(work, id);
    // "Not now" is no refusal: the message waits and goes by itself.
    if (NOT_NOW.includes(code)) work.s.due.resume = work.now + SLOWER;
    else if (code === FILE_GONE && entry.file) keep(work, id, { said: null });
    else keep(work, id, { refused: { code, message } });
  },
  older({ s }, { messages, more }) {
    const first = s.messages[0]?.seq ?? 0;
    const before = messages.filter((message) => message.seq < first);
    // The same messages again come with fresh addresses of their files.
    const again = new Map(messages.map((message) => [message.seq, message]));
    s.messages = [...before, ...s.messages.map((message) => again.get(message.seq) ?? message)];
    if (before[0] || s.loadingOlder) s.more = more;
    s.loadingOlder = false;
  },
  seen({ s }, { seq }) {
    s.teamSeen = Math.max(s.teamSeen, seq);
  },
  typing({ s, now }, { who, for_ms }) {
    s.typing = who;
    s.due.typing = now + (for_ms || 0);
  },
  answering({ s }, { answering }) {
    s.answering = answering;
  },
  // The server goes, and has already spread its visitors over time: no back-off on top of that.
  drain: (work, { reconnect_in_ms }) => hangUp(work, reconnect_in_ms || 0),
};

export function receive(work: Work, frame: ServerFrame): void {
  const { s, now } = work;
  if (s.link === "opening" && frame.type === "welcome") welcome(work, frame);
  if (s.link !== "live") return;
  s.due.silent = now + SILENCE_LIMIT;
  const hear = FRAMES[frame.type] as ((work: Work, frame: ServerFrame) => void) | undefined;
  hear?.(work, frame);
}

function welcome(
  work: Work,
  { head, messages, more, seen_seq, answering }: Frame<"welcome">,
): void {
  const { s } = work;
  const local = s.local ?? 0;
  if (head < local) {
    // The server has less than we were shown: it was restored from a backup. Its word counts.
    startOver(work);
    hangUp(work, 0);
    return;
  }
  s.link = "live";
  s.attempts = s.toldReceived = s.toldSeen = 0;
  s.answering = answering;
  s.teamSeen = Math.max(s.teamSeen, seen_seq);
  const isAll = s.local === null || !more;
  if (s.local === null) s.more = more;
  s.local = local;
  s.head = head;
  apply(work, local, isAll ? head : (messages.at(-1)?.seq ?? local), messages);
  if (head > s.local) askForMissing(work);
}

/** Same start or overlap: take what is new. Nothing new: drop. A hole before it: ask for what is in it. */
function apply(work: Work, from: number, to: number, messages: readonly VisitorMessage[]): void {
  const { s } = work;
  const local = s.local ?? 0;
  s.head = Math.max(s.head, to);
  if (to <= local) return;
  if (from > local) {
    askForMissing(work);
    return;
  }
  for (const message of messages) {
    if (message.seq <= local) continue;
    s.messages = [...s.messages, message];
    if (message.author.kind !== "visitor") s.typing = null;
    if (s.outbox.some((entry) => entry.id === message.id)) landed(work, message.id);
  }
  const shown = new Set(s.messages.map((message) => message.id));
  s.outbox = s.outbox.filter((entry) => !shown.has(entry.id));
  s.local = to;
  const { asked } = s;
  s.asked = false;
  s.due.sync = NEVER;
  if (asked && s.head > to) askForMissing(work);
  else expectMore(work, s.head);
}

/** Tells the server how far its messages have come: to this browser, and to the visitor's eyes. */
export function report(work: Work): void {
  const { s } = work;
  const theirs = s.messages.findLast((message) => message.author.kind !== "visitor")?.seq ?? 0;
  const live = s.link === "live";
  if (s.looking && theirs > s.seen) {
    s.seen = theirs;
    work.effects.push(["saw", theirs]);
  }
  if (live && theirs > s.toldReceived) {
    s.toldReceived = theirs;
    send(work, { type: "received", seq: theirs });
  }
  if (live && s.looking && theirs > s.toldSeen) {
    s.toldSeen = theirs;
    send(work, { type: "seen", seq: theirs });
  }
}
