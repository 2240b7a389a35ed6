// @vitest-environment node
import { describe, expect, test } from "vitest";
import { newId } from "../ids";
import type { VisitorMessage } from "../protocol";
import { Server } from "./server";
import { type Open, openPage } from "./visitor";
import { Browser, World } from "./world";

const SEEDS = Number(process.env.OBROL_SEEDS ?? 2_000);
const FIRST_SEED = Number(process.env.OBROL_SEED ?? 1);
const BATCH = 250;

describe("whatever the network does", () => {
  for (let first = FIRST_SEED; first < FIRST_SEED + SEEDS; first += BATCH) {
    const last = Math.min(first + BATCH, FIRST_SEED + SEEDS) - 1;
    test(`every message arrives once, in order, on every page (seeds ${first} to ${last})`, async () => {
      for (let seed = first; seed <= last; seed += 1) await oneBadDay(seed);
    }, 120_000);
  }
});

interface Day {
  world: World;
  browser: Browser;
  server: Server;
  pages: Open[];
  /** Every page there ever was. */
  ever: Open[];
  /** Said and written to the store; must arrive. */
  kept: Set<string>;
  /** Taken back by the visitor after a refusal; may arrive. */
  dropped: Set<string>;
  /** Its upload was refused once, so what was said after it may have gone before it. */
  delayed: Set<string>;
  written: number;
}

async function oneBadDay(seed: number): Promise<void> {
  const world = new World(seed);
  const browser = new Browser(world);
  const day: Day = {
    world,
    browser,
    server: new Server(world),
    pages: [],
    ever: [],
    kept: new Set(),
    dropped: new Set(),
    delayed: new Set(),
    written: 0,
  };
  open(day);
  for (let step = 0; step < 60; step += 1) {
    happen(day);
    await world.until(world.now + world.between(0, world.chance(0.1) ? 20_000 : 1_500));
    note(day);
  }
  world.calm = true;
  for (let round = 0; round < 40; round += 1) {
    for (const page of day.pages) settle(day, page);
    day.server.heartbeat();
    await world.until(world.now + 20_000);
    note(day);
    if (round >= 4 && quiet(day)) break;
  }
  check(day, `seed ${seed}`);
  for (const page of day.pages) page.life.die();
}

function open(day: Day): void {
  const page = openPage(day.world, day.browser, day.server);
  day.pages.push(page);
  day.ever.push(page);
}

function happen(day: Day): void {
  const { world, server, browser, pages } = day;
  const page = pages[world.between(0, pages.length - 1)];
  if (!page) return;
  const { conversation, life } = page;
  const what = world.roll();
  if (what < 0.35) {
    const id = newId();
    page.said.push(id);
    conversation.say({ kind: "text", text: id }, id);
  } else if (what < 0.4) {
    conversation.offer(new File(["x"], "menu.txt"), null);
    page.said.push(conversation.sync.outbox.at(-1)?.id ?? "");
  } else if (what < 0.6) {
    if (browser.token) server.write(browser.token, "agent", String(day.written++));
  } else if (what < 0.67) {
    life.die();
    day.pages = pages.filter((one) => one !== page);
    open(day);
  } else if (what < 0.7 && pages.length < 3) open(day);
  else if (what < 0.75) server.crash();
  else if (what < 0.78) life.fallAsleep(world.between(100, 30_000));
  else if (what < 0.82) conversation.tell("online", world.roll() < 0.5);
  else if (what < 0.86) conversation.tell("looked", world.roll() < 0.7);
  else if (what < 0.88) conversation.tell("woke", null);
  else if (what < 0.9) conversation.tell("olderWanted", null);
  else if (what < 0.91 && browser.token) server.expire(browser.token);
  else if (what < 0.95) server.heartbeat();
  else answerRefusal(day, page, world.roll() < 0.8);
}

function answerRefusal(day: Day, { conversation }: Open, again: boolean): void {
  const entry = conversation.sync.outbox.find((one) => one.refused);
  if (!entry) return;
  if (!again) day.dropped.add(entry.id);
  conversation.tell(again ? "again" : "dropped", entry.id);
}

/** The weather clears: the visitor looks at the page and tries again whatever was refused. */
function settle(day: Day, page: Open): void {
  if (!page.conversation.sync.online) page.conversation.tell("online", true);
  page.conversation.tell("looked", true);
  answerRefusal(day, page, true);
  page.conversation.tell("olderWanted", null);
}

function note(day: Day): void {
  for (const id of day.browser.disk.keys()) day.kept.add(id);
  for (const { conversation } of day.pages)
    for (const entry of conversation.sync.outbox) if (entry.refused) day.delayed.add(entry.id);
}

function quiet(day: Day): boolean {
  return (
    day.browser.disk.size === 0 && day.pages.every(({ conversation }) => !conversation.sync.more)
  );
}

function check(day: Day, seed: string): void {
  const { browser, server } = day;
  expect([...browser.disk.keys()], `${seed}: everything has left`).toEqual([]);
  const stored = [...server.rooms.values()].flatMap(({ messages }) => messages);
  const ids = stored.map(({ id }) => id);
  expect(new Set(ids).size, `${seed}: nothing is there twice`).toBe(ids.length);
  const lost = [...day.kept].filter((id) => !ids.includes(id) && !day.dropped.has(id));
  expect(lost, `${seed}: nothing is lost`).toEqual([]);
  for (const { said } of day.ever) {
    const mine = ids.filter(
      (id) => said.includes(id) && !day.delayed.has(id) && !server.refused.has(id),
    );
    expect(mine, `${seed}: in the order of writing`).toEqual(
      said.filter((id) => mine.includes(id)),
    );
  }
  const room = server.rooms.get(browser.token ?? "");
  for (const { conversation } of day.pages) {
    const { sync } = conversation;
    expect(bare(sync.messages), `${seed}: what is seen is what is there`).toEqual(
      bare(room?.messages ?? []),
    );
    const waiting = sync.outbox.filter((entry) => !entry.sent);
    expect(waiting, `${seed}: nothing is shown as waiting`).toEqual([]);
  }
}

function bare(messages: readonly VisitorMessage[]): unknown[] {
  return messages.map(({ id, seq, content }) => ({ id, seq, content }));
}
