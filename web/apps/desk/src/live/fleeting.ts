import type { Actor } from "@obrol/api";

type Typing = { conversationId: string; who: Actor; until: number };

type Looking = { tab: string; conversationId: string; who: Actor; until: number };

/** Who is at work in a conversation right now; each colleague once, however many windows they have. */
export type Presence = { typing: readonly Actor[]; looking: readonly Actor[] };

// Every client says again where it looks with each heartbeat of twenty seconds; one that has gone says nothing.
const LOOKING_FOR = 45_000;

const NOBODY: Presence = { typing: [], looking: [] };

/** Who is typing and who is looking: unnumbered, lossy, and gone with the page. */
export class Fleeting {
  #typing: readonly Typing[] = [];
  #looking: readonly Looking[] = [];
  readonly #present = new Map<string, Presence>();
  readonly #tabs = new Set<string>();
  readonly #hearers = new Set<() => void>();

  subscribe = (hear: () => void): (() => void) => {
    this.#hearers.add(hear);
    return () => this.#hearers.delete(hear);
  };

  /** The same object until something changes in that conversation, so that nobody else draws anything. */
  presence(conversationId: string): Presence {
    const known = this.#present.get(conversationId);
    if (known) {
      return known;
    }
    const typing = this.#typing.filter((one) => one.conversationId === conversationId);
    const looking = this.#looking.filter((one) => one.conversationId === conversationId);
    if (typing.length === 0 && looking.length === 0) {
      return NOBODY;
    }
    const present = { typing: typing.map((one) => one.who), looking: once(looking) };
    this.#present.set(conversationId, present);
    return present;
  }

  types(conversationId: string, who: Actor, forMs: number): void {
    const others = this.#typing.filter(
      (one) => !(one.conversationId === conversationId && isSame(one.who, who)),
    );
    this.#typing = [...others, { conversationId, who, until: Date.now() + forMs }];
    setTimeout(this.#forget, forMs + 20);
    this.#tell([conversationId]);
  }

  /** They have sent what they were typing. */
  stops(conversationId: string, kind: Actor["kind"], id: string | null): void {
    const left = this.#typing.filter(
      (one) => one.conversationId !== conversationId || one.who.kind !== kind || one.who.id !== id,
    );
    if (left.length !== this.#typing.length) {
      this.#typing = left;
      this.#tell([conversationId]);
    }
  }

  /** Where a window looks. Says whether it is a window that was not known. */
  looks(tab: string, who: Actor, conversationId: string | null): boolean {
    const isNew = !this.#tabs.has(tab);
    this.#tabs.add(tab);
    const before = this.#looking.find((one) => one.tab === tab)?.conversationId;
    const others = this.#looking.filter((one) => one.tab !== tab);
    const until = Date.now() + LOOKING_FOR;
    this.#looking = conversationId ? [...others, { tab, conversationId, who, until }] : others;
    setTimeout(this.#forget, LOOKING_FOR + 20);
    if (before !== conversationId) {
      this.#tell([before, conversationId]);
    }
    return isNew;
  }

  readonly #forget = (): void => {
    const now = Date.now();
    const over = [...this.#typing, ...this.#looking].filter((one) => one.until <= now);
    if (over.length > 0) {
      this.#typing = this.#typing.filter((one) => one.until > now);
      this.#looking = this.#looking.filter((one) => one.until > now);
      this.#tell(over.map((one) => one.conversationId));
    }
  };

  #tell(changed: readonly (string | null | undefined)[]): void {
    for (const conversationId of changed) {
      this.#present.delete(conversationId ?? "");
    }
    for (const hear of this.#hearers) {
      hear();
    }
  }
}

function once(looking: readonly Looking[]): Actor[] {
  return [...new Map(looking.map((one) => [one.who.id, one.who])).values()];
}

function isSame(one: Actor, other: Actor): boolean {
  return one.kind === other.kind && one.id === other.id;
}
