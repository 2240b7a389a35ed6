import type { ClientFrame } from "./protocol";
import type { Effect, Outgoing, Stored, Sync } from "./state";

/** One step under way: the new state while it is being made, and what has to be done about it. */
export interface Work {
  s: Sync;
  effects: Effect[];
  now: number;
  /** 0..1, for jitter. */
  roll: number;
}

const FIRST_WAIT = 500; // ms: a server that restarts is back in about a second
const LONGEST_WAIT = 15_000; // ms: the promise that clients are back within 15 s of the server

/** Doubles with each failure; half of it is random, so that a thousand widgets do not return at once. */
export function backOff(work: Work, failures: number): number {
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures) * (0.5 + work.roll / 2);
}

export function send(work: Work, frame: ClientFrame): void {
  work.effects.push({ do: "send", frame });
}

export function change(work: Work, id: string, changes: Partial<Outgoing>): void {
  work.s.outbox = work.s.outbox.map((entry) =>
    entry.id === id ? { ...entry, ...changes } : entry,
  );
}

/** Writes the entry to the store of the browser; it does not leave before that is done. */
export function keep(work: Work, id: string, changes: Partial<Outgoing>): void {
  change(work, id, { ...changes, kept: false });
  const entry = work.s.outbox.find((one) => one.id === id);
  if (entry) work.effects.push({ do: "keep", entry: storable(entry) });
}

/** Takes the entry out, here and in the store, and lets the next one leave. */
export function forget(work: Work, id: string): void {
  work.s.outbox = work.s.outbox.filter((entry) => entry.id !== id);
  work.effects.push({ do: "forget", id });
  landed(work, id);
}

/** The entry is no longer on its way. */
export function landed(work: Work, id: string): void {
  const { s } = work;
  if (s.uploading === id) {
    s.uploading = null;
    work.effects.push({ do: "abort", id });
  }
  if (s.inFlight === id) {
    s.inFlight = null;
    s.due.ack = Number.POSITIVE_INFINITY;
  }
}

function storable({ id, at, said, file, refused }: Outgoing): Stored {
  return { id, at, said, file: said ? null : file, refused };
}
