import { link, lose, startOver } from "./linking";
import { receive, report } from "./receiving";
import { flush, outgoing } from "./sending";
import { type Effect, type Happening, NEVER, type Sync } from "./state";
import { send, type Work } from "./work";

const TYPING_EVERY = 3_000; // ms: the other side shows it for 6 s

/**
 * The whole client as one function: what was, and what happened, give what is and what to do.
 * It reads no clock and rolls no dice, so that thousands of bad days can be replayed from a seed.
 */
export function step(
  before: Sync,
  happening: Happening,
  now: number,
  roll: number,
): { sync: Sync; effects: Effect[] } {
  const s: Sync = { ...before, told: { ...before.told }, due: { ...before.due } };
  const work: Work = { s, effects: [], now, roll };
  react(work, happening);
  link(work);
  report(work);
  flush(work);
  return { sync: s, effects: work.effects };
}

function react(work: Work, happening: Happening): void {
  const { s, now } = work;
  switch (happening.type) {
    case "opened":
      work.effects.push({ do: "hello", from: s.local });
      return;
    case "closed":
      if (s.link !== "down") lose(work);
      if (happening.unknownSession) {
        work.effects.push({ do: "renew" });
        startOver(work);
      }
      return;
    case "renewed":
      startOver(work);
      if (s.link !== "down") work.effects.push({ do: "close" });
      lose(work);
      s.due.retry = now;
      return;
    case "frame":
      receive(work, happening.frame);
      return;
    case "online":
      s.online = happening.online;
      if (happening.online) wake(work);
      else if (s.link !== "down") {
        work.effects.push({ do: "close" });
        lose(work);
      }
      return;
    case "woke":
      wake(work);
      return;
    case "looked":
      s.looking = happening.looking;
      return;
    case "saw":
      s.seen = Math.max(s.seen, happening.seq);
      return;
    case "typed":
      if (s.link === "live" && now - s.typedAt >= TYPING_EVERY) {
        s.typedAt = now;
        send(work, { type: "typing" });
      }
      return;
    case "older_wanted":
      if (s.link === "live" && s.more && !s.loadingOlder) {
        s.loadingOlder = true;
        send(work, { type: "older", before: s.messages[0]?.seq ?? 0 });
      }
      return;
    case "refresh_wanted":
      if (s.link === "live") send(work, { type: "older", before: happening.seq + 1 });
      return;
    case "tick":
      if (now >= s.due.typing) {
        s.due.typing = NEVER;
        s.typing = null;
      }
      return;
    default:
      outgoing(work, happening);
  }
}

/** The page came back from sleep, from the background or onto the network: trust nothing, ask now. */
function wake(work: Work): void {
  const { s, now } = work;
  if (s.link === "down") {
    s.attempts = 0;
    s.due.retry = now;
  } else if (s.link === "live") {
    send(work, { type: "sync", from: s.local ?? 0 });
    s.due.silent = Math.min(s.due.silent, now + PROBE_LIMIT);
  }
}

const PROBE_LIMIT = 5_000; // ms: a server that does not answer within it is not there any more

/** When the next step is due even if nothing happens. */
export function nextDue(sync: Sync): number {
  return Math.min(...Object.values(sync.due));
}
