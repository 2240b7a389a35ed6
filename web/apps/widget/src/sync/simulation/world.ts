import type { Outbox, PageNote, Pages } from "../ports";
import type { Stored } from "../state";

interface Entry {
  at: number;
  act: () => void;
}

/** Time, chance and a browser's storage, all from one seed. */
export class World {
  now = 0;
  /** Nothing is lost, doubled or refused any more. */
  calm = false;
  #seed: number;
  /** Sorted by time; what was put in first goes first. */
  readonly #queue: Entry[] = [];

  constructor(seed: number) {
    this.#seed = seed;
  }

  roll(): number {
    // mulberry32
    this.#seed = (this.#seed + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#seed ^ (this.#seed >>> 15), 1 | this.#seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(share: number): boolean {
    return !this.calm && this.roll() < share;
  }

  between(low: number, high: number): number {
    return low + Math.floor(this.roll() * (high - low + 1));
  }

  later(ms: number, act: () => void): () => void {
    const entry: Entry = { at: this.now + ms, act };
    let index = this.#queue.length;
    while (index > 0 && (this.#queue[index - 1]?.at ?? 0) > entry.at) index -= 1;
    this.#queue.splice(index, 0, entry);
    return () => {
      entry.act = () => {};
    };
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.later(ms, resolve));
  }

  /** Lets everything happen that is due until `end`. */
  async until(end: number): Promise<void> {
    while ((this.#queue[0]?.at ?? Number.POSITIVE_INFINITY) <= end) {
      const due = this.#queue.shift();
      this.now = Math.max(this.now, due?.at ?? 0);
      due?.act();
      // Whatever awaited this has to run before time goes on.
      for (let turn = 0; turn < 8; turn += 1) await null;
    }
    this.now = end;
  }
}

/** What the pages of one browser share: the database, the channel between them, the lock, the token. */
export class Browser {
  readonly disk = new Map<string, Stored>();
  token: string | null = null;
  #tail = 0;
  #listeners: { page: PageLife; hear: (note: PageNote) => void }[] = [];
  #waiting: { page: PageLife; changed: (leads: boolean) => void }[] = [];
  #leader: { page: PageLife; changed: (leads: boolean) => void } | null = null;

  readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  /** IndexedDB: transactions run one after another, and those of a page that dies do not happen. */
  outbox(page: PageLife): Outbox {
    const { world, disk } = this;
    const transact = <T>(act: () => T): Promise<T> =>
      new Promise((resolve) => {
        this.#tail = Math.max(this.#tail, world.now) + world.between(0, 5);
        world.later(this.#tail - world.now, () => {
          if (page.dead) return;
          const result = act();
          world.later(page.sleep(), () => resolve(result));
        });
      });
    return {
      shared: true,
      all: () => transact(() => [...disk.values()].sort((a, b) => (a.id < b.id ? -1 : 1))),
      put: (entry) => transact(() => void disk.set(entry.id, { ...entry })),
      remove: (id) => transact(() => void disk.delete(id)),
    };
  }

  pages(page: PageLife): Pages {
    const { world } = this;
    const grant = (): void => {
      if (this.#leader && !this.#leader.page.dead) return;
      this.#waiting = this.#waiting.filter((one) => !one.page.dead);
      this.#leader = this.#waiting.shift() ?? null;
      const { changed, page: next } = this.#leader ?? {};
      if (changed && next) world.later(next.sleep(), () => !next.dead && changed(true));
    };
    let mine: (leads: boolean) => void = () => {};
    page.onDeath(() => world.later(world.between(0, 20), grant));
    return {
      tell: (note) => {
        for (const { page: other, hear } of this.#listeners)
          if (other !== page)
            world.later(other.sleep() + world.between(0, 5), () => !other.dead && hear(note));
      },
      listen: (hear) => void this.#listeners.push({ page, hear }),
      lead: (changed) => {
        mine = changed;
        this.#waiting.push({ page, changed });
        world.later(world.between(0, 5), grant);
      },
      insist: () => {
        const robbed = this.#leader;
        if (robbed?.page === page) return;
        this.#leader = { page, changed: mine };
        world.later(0, () => !page.dead && mine(true));
        if (!robbed) return;
        this.#waiting.push(robbed);
        world.later(robbed.page.sleep(), () => !robbed.page.dead && robbed.changed(false));
      },
    };
  }
}

/** A page that can fall asleep, as phones make them, or end in the middle of anything. */
export class PageLife {
  dead = false;
  #awakeAt = 0;
  #deaths: (() => void)[] = [];

  readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  /** How long until this page can notice anything. */
  sleep(): number {
    return Math.max(0, this.#awakeAt - this.world.now);
  }

  fallAsleep(ms: number): void {
    this.#awakeAt = Math.max(this.#awakeAt, this.world.now + ms);
  }

  onDeath(act: () => void): void {
    this.#deaths.push(act);
  }

  die(): void {
    this.dead = true;
    for (const act of this.#deaths) act();
  }
}
