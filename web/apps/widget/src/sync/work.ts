import type { ClientFrame } from "./protocol";
import { type Effect, type Happenings, NEVER, type Outgoing, type Sync } from "./state";

/** One step under way: the new state while it is being made, and what has to be done about it. */
export interface Work {
  s: Sync;
  effects: Effect[];
  now: number;
  /** 0..1, for jitter. */
  roll: number;
}

export type Handlers<K extends keyof Happenings> = {
  [Name in K]: (work: Work, what: Happenings[Name]) => void;
};

const FIRST_WAIT = 500; // ms: a server that restarts is back in about a second
const LONGEST_WAIT = 15_000; // ms: the promise that clients are back within 15 s of the server

/** Doubles with each failure; half of it is random, so that a thousand widgets do not return at once. */
export function backOff(work: Work, failures: number): number {
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures) * (0.5 + work.roll / 2);
}

export function send(work: Work, frame: ClientFrame): void {
  work.effects.push(["send", frame]);
}

export function change({ s }: Work, id: string, changes: Partial<Outgoing>): void {
  s.outbox = s.outbox.map((entry) => (entry.id === id ? { ...entry, ...changes } : entry));
}

/** Writes the entry to the store of the browser; it does not leave before that is done. */
export function keep(work: Work, id: string, changes: Partial<Outgoing>): void {
  change(work, id, { ...changes, kept: false });
  for (const { id: one, at, said, file, refused } of work.s.outbox)
    if (one === id) work.effects.push(["keep", { id, at, said, file, refused }]);
}

/** The server has it: out of the store, and room for the next one. In sight until it has a number. */
export function landed(work: Work, id: string): void {
  change(work, id, { sent: true });
  work.effects.push(["forget", id]);
  release(work, id);
}

/** It is no longer on its way. */
export function release({ s, effects }: Work, id: string): void {
  if (s.uploading === id) {
    s.uploading = null;
    effects.push(["abort", null]);
  }
  if (s.inFlight === id) {
    s.inFlight = null;
    s.due.ack = NEVER;
  }
}
