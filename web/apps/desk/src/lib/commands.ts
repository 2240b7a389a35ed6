import { useEffect, useRef, useSyncExternalStore } from "react";

/** What can be done by a key or from the command palette, wherever it is shown right now. */
export const COMMANDS = [
  "next",
  "previous",
  "search",
  "filter",
  "reply",
  "note",
  "done",
  "snooze",
  "assign",
  "pin",
  "unread",
  "list",
] as const;

export type CommandName = (typeof COMMANDS)[number];

type Run = () => void;

/** Who does what at this moment: the part of the page that came last answers. */
class Commands {
  #runs: ReadonlyMap<CommandName, readonly Run[]> = new Map();
  readonly #hearers = new Set<() => void>();

  subscribe = (hear: () => void): (() => void) => {
    this.#hearers.add(hear);
    return () => this.#hearers.delete(hear);
  };

  snapshot = () => this.#runs;

  add(name: CommandName, run: Run): () => void {
    this.#put(name, [...(this.#runs.get(name) ?? []), run]);
    return () => this.#put(name, this.#runs.get(name)?.filter((one) => one !== run) ?? []);
  }

  /** Says whether somebody could do it. */
  run(name: CommandName): boolean {
    const run = this.#runs.get(name)?.at(-1);
    run?.();
    return run !== undefined;
  }

  #put(name: CommandName, runs: readonly Run[]): void {
    this.#runs = new Map(this.#runs).set(name, runs);
    for (const hear of this.#hearers) {
      hear();
    }
  }
}

export const commands = new Commands();

/** Offers a command for as long as the component is shown; null offers nothing. */
export function useCommand(name: CommandName, run: Run | null): void {
  const newest = useRef(run);
  useEffect(() => {
    newest.current = run;
  });
  const offered = run !== null;
  useEffect(() => {
    return offered ? commands.add(name, () => newest.current?.()) : undefined;
  }, [name, offered]);
}

/** The commands that somebody can do right now. */
export function useOffered(): CommandName[] {
  const runs = useSyncExternalStore(commands.subscribe, commands.snapshot);
  return COMMANDS.filter((name) => (runs.get(name)?.length ?? 0) > 0);
}
