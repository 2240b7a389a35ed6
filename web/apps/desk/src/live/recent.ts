import type { LiveEvent } from "@obrol/api/live";
import type { QueryClient } from "@tanstack/react-query";

// A fetch that takes longer than this is answered after the events it missed are forgotten; the next heartbeat-driven
// refetch then puts it right. Requests time out long before.
const KEPT_FOR = 60_000;

/**
 * Remembers the last minute of events and plays them again after every fetch. An answer may have been
 * read before an event and arrive after it; without this the event would be undone by the older answer.
 */
export class RecentEvents {
  #kept: { at: number; event: LiveEvent }[] = [];
  readonly #apply: (event: LiveEvent) => void;

  constructor(apply: (event: LiveEvent) => void) {
    this.#apply = apply;
  }

  add(events: readonly LiveEvent[], now: number = Date.now()): void {
    this.#kept = this.#kept.filter((one) => now - one.at < KEPT_FOR);
    this.#kept.push(...events.map((event) => ({ at: now, event })));
  }

  playAgain(since: number): void {
    for (const { at, event } of this.#kept) {
      if (at >= since) {
        this.#apply(event);
      }
    }
  }

  /** Plays the events since a fetch began when it has ended; returns how to stop. */
  follow(cache: QueryClient): () => void {
    const began = new Map<string, number>();
    return cache.getQueryCache().subscribe((change) => {
      if (change.type !== "updated") {
        return;
      }
      const { action, query } = change;
      if (action.type === "fetch") {
        began.set(query.queryHash, Date.now());
      } else if (action.type === "success" && !action.manual) {
        const since = began.get(query.queryHash);
        began.delete(query.queryHash);
        if (since !== undefined) {
          this.playAgain(since);
        }
      }
    });
  }
}
