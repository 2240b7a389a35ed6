import type { Present, TypingWho } from "@obrol/api/live";

export type Typing = { conversationId: string; who: TypingWho; until: number };

/** Who is typing and who is looking: unnumbered, lossy, and gone with the page. */
export class Fleeting {
  #typing: readonly Typing[] = [];
  #present: readonly Present[] = [];
  readonly #hearers = new Set<() => void>();

  subscribe = (hear: () => void): (() => void) => {
    this.#hearers.add(hear);
    return () => this.#hearers.delete(hear);
  };

  typing = (): readonly Typing[] => this.#typing;
  present = (): readonly Present[] => this.#present;

  types(conversationId: string, who: TypingWho, forMs: number): void {
    const others = this.#typing.filter(
      (one) => !(one.conversationId === conversationId && isSame(one.who, who)),
    );
    this.#typing = [...others, { conversationId, who, until: Date.now() + forMs }];
    setTimeout(this.#forget, forMs + 20);
    this.#tell();
  }

  /** They have sent what they were typing. */
  stops(conversationId: string, kind: TypingWho["kind"], id: string | null): void {
    const left = this.#typing.filter(
      (one) => one.conversationId !== conversationId || one.who.kind !== kind || one.who.id !== id,
    );
    if (left.length !== this.#typing.length) {
      this.#typing = left;
      this.#tell();
    }
  }

  areHere(agents: readonly Present[]): void {
    this.#present = agents;
    this.#tell();
  }

  readonly #forget = (): void => {
    const now = Date.now();
    const left = this.#typing.filter((one) => one.until > now);
    if (left.length !== this.#typing.length) {
      this.#typing = left;
      this.#tell();
    }
  };

  #tell(): void {
    for (const hear of this.#hearers) {
      hear();
    }
  }
}

function isSame(one: TypingWho, other: TypingWho): boolean {
  return one.kind === other.kind && one.id === other.id;
}
