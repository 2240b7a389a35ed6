import type { Cursor } from "@obrol/api/live";

// Enough to recognise frames that a reconnect or a second request brought twice.
const REMEMBERED = 64;

/** Where we stand in the feed, and how far the feed is known to go. Cursors are compared for equality only. */
export class Place {
  #local: Cursor | null = null;
  #head: Cursor | null = null;
  #seen: Cursor[] = [];

  get local(): Cursor | null {
    return this.#local;
  }

  /** What a frame that leads `from` one cursor `to` another is to us. */
  judge(from: Cursor, to: Cursor): "next" | "known" | "gap" {
    if (from === this.#local) {
      return "next";
    }
    return this.#seen.includes(to) ? "known" : "gap";
  }

  moveTo(cursor: Cursor): void {
    this.#local = cursor;
    this.#seen = [...this.#seen.slice(1 - REMEMBERED), cursor];
    if (this.isCurrent()) {
      this.#head = cursor;
    }
  }

  startAt(cursor: Cursor): void {
    this.moveTo(cursor);
    this.#head = cursor;
  }

  hearOf(head: Cursor): void {
    this.#head = head;
  }

  /** Whether everything that is known to exist has been applied. */
  isCurrent(): boolean {
    return this.#head === null || this.#seen.includes(this.#head);
  }
}
