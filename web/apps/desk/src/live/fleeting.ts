import type { Actor } from "@obrol/api";

export type Typing = { conversationId: string; who: Actor; until: number };

export type Looking = { conversationId: string; who: Actor; until: number };

// Every client says again where it looks with each heartbeat of twenty seconds; one that has gone says nothing.
const LOOKING_FOR = 45_000;

/** Who is typing and who is looking: unnumbered, lossy, and gone with the page. */
export class Fleeting {
  #typing: readonly Typing[] = [];
  #looking: readonly Looking[] = [];
  readonly #hearers = new Set<() => void>();

  subscribe = (hear: () => void): (() => void) => {
    this.#hearers.add(hear);
    return () => this.#hearers.delete(hear);
  };

  typing = (): readonly Typing[] => this.#typing;
  looking = (): readonly Looking[] => this.#looking;

  types(conversationId: string, who: Actor, forMs: number): void {
    const others = this.#typing.filter(
      (one) => !(one.conversationId === conversationId && isSame(one.who, who)),
    );
    this.#typing = [...others, { conversationId, who, until: Date.now() + forMs }];
    setTimeout(this.#forget, forMs + 20);
    this.#tell();
  }

  /** They have sent what they were typing. */
  stops(conversationId: string, kind: Actor["kind"], id: string | null): void {
    const left = this.#typing.filter(
      (one) => one.conversationId !== conversationId || one.who.kind !== kind || one.who.id !== id,
    );
    if (left.length !== this.#typing.length) {
      this.#typing = left;
      this.#tell();
    }
  }

  looks(who: Actor, conversationId: string | null): void {
    const others = this.#looking.filter((one) => one.who.id !== who.id);
    this.#looking = conversationId
      ? [...others, { conversationId, who, until: Date.now() + LOOKING_FOR }]
      : others;
    setTimeout(this.#forget, LOOKING_FOR + 20);
    this.#tell();
  }

  readonly #forget = (): void => {
    const now = Date.now();
    const [typing, looking] = [
      this.#typing.filter((one) => one.until > now),
      this.#looking.filter((one) => one.until > now),
    ];
    if (typing.length !== this.#typing.length || looking.length !== this.#looking.length) {
      this.#typing = typing;
      this.#looking = looking;
      this.#tell();
    }
  };

  #tell(): void {
    for (const hear of this.#hearers) {
      hear();
    }
  }
}

function isSame(one: Actor, other: Actor): boolean {
  return one.kind === other.kind && one.id === other.id;
}
