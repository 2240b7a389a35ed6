import { LINKING, link } from "./linking";
import { receive, report } from "./receiving";
import { flush, SENDING } from "./sending";
import { type Effect, type Happenings, NEVER, type Sync } from "./state";
import { type Handlers, send, type Work } from "./work";

const TYPING_EVERY = 3_000; // ms: the other side shows it for 6 s

const HANDLERS: Handlers<keyof Happenings> = {
  ...LINKING,
  ...SENDING,
  frame: receive,
  tick({ s, now }) {
    if (now < s.due.typing) return;
    s.due.typing = NEVER;
    s.typing = null;
  },
  looked({ s }, looking) {
    s.looking = looking;
  },
  saw({ s }, seq) {
    s.seen = Math.max(s.seen, seq);
  },
  typed(work) {
    const { s, now } = work;
    if (s.link !== "live" || now < s.typedAt + TYPING_EVERY) return;
    s.typedAt = now;
    send(work, { type: "typing" });
  },
  olderWanted(work) {
    const { s } = work;
    if (s.link !== "live" || !s.more || s.loadingOlder) return;
    s.loadingOlder = true;
    send(work, { type: "older", before: s.messages[0]?.seq ?? 0 });
  },
  refreshWanted: (work, seq) => send(work, { type: "older", before: seq + 1 }),
};

/**
 * The whole client as one function: what was, and what happened, give what is and what to do.
 * It reads no clock and rolls no dice, so that thousands of bad days can be replayed from a seed.
 */
export function step<Name extends keyof Happenings>(
  before: Sync,
  name: Name,
  what: Happenings[Name],
  now: number,
  roll: number,
): { sync: Sync; effects: Effect[] } {
  const sync: Sync = { ...before, due: { ...before.due } };
  const work: Work = { s: sync, effects: [], now, roll };
  HANDLERS[name](work, what);
  link(work);
  report(work);
  flush(work);
  return { sync, effects: work.effects };
}

/** When the next step is due even if nothing happens. */
export function nextDue(sync: Sync): number {
  return Math.min(...Object.values(sync.due));
}
