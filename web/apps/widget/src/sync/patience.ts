import type { Ports } from "./ports";
import type { Sync } from "./state";

const LIMIT = 4_000; // ms that a message may wait for another page before this page sends it

/** Waits for the leading page, which may be asleep (phones do that), and takes the lead when it is. */
export class Patience {
  readonly #ports: Ports;
  #cancel: (() => void) | null = null;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  watch({ leads, looking, link, outbox }: Sync): void {
    const waits = outbox.some((entry) => entry.kept && !entry.refused && !entry.sent);
    if (leads || !looking || link !== "live" || !waits) this.startAgain();
    else this.#cancel ??= this.#ports.later(LIMIT, () => this.#ports.pages.insist());
  }

  /** The leading page gave a sign of life. */
  startAgain(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
