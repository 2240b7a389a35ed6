import "fake-indexeddb/auto";
import { afterEach, expect, test, vi } from "vitest";
import { type DraftStore, Drafts, type KeptDraft } from "./Drafts";
import { openOutboxDatabase } from "./database";

/** A server that keeps drafts as ours does: the newer wins. */
function aStore() {
  const kept = new Map<string, KeptDraft>();
  const store: DraftStore & { kept: typeof kept; isAway: boolean } = {
    kept,
    isAway: false,
    async get(id) {
      return store.isAway ? Promise.reject(new Error("away")) : (kept.get(id) ?? null);
    },
    async put(id, draft) {
      if (store.isAway) {
        throw new Error("away");
      }
      const before = kept.get(id);
      if (!before || before.written_at <= draft.written_at) {
        kept.set(id, draft);
      }
      return kept.get(id) ?? draft;
    },
  };
  return store;
}

let devices = 0;

async function aDevice(store: DraftStore, name = `device-${devices++}`) {
  const database = await openOutboxDatabase(name);
  const drafts = new Drafts(database, store);
  await drafts.start();
  return { database, drafts };
}

afterEach(() => {
  vi.useRealTimers();
});

test("a draft of each mode is there after a reload, and the mode with it", async () => {
  const { database, drafts } = await aDevice(aStore(), "reloaded");
  drafts.write("walt", { mode: "note", reply: "Yes, from", note: "asks often" });
  await vi.waitFor(async () => expect(await database.count("drafts")).toBe(1));

  const { drafts: after } = await aDevice(aStore(), "reloaded");
  expect(after.of("walt")).toMatchObject({
    mode: "note",
    reply: "Yes, from",
    note: "asks often",
  });
  expect(after.of("bo").mode).toBe("reply");
});

test("what was begun here is there on another device", async () => {
  const store = aStore();
  const { drafts: laptop } = await aDevice(store);
  const { drafts: phone } = await aDevice(store);
  laptop.write("walt", { mode: "note", note: "asks often" });
  await laptop.push();
  await phone.follow("walt");
  expect(phone.of("walt")).toMatchObject({ mode: "note", note: "asks often", reply: "" });
});

test("what was sent on another device is gone here, although this one was away", async () => {
  const store = aStore();
  const { drafts: laptop } = await aDevice(store);
  const { drafts: phone } = await aDevice(store);
  laptop.write("walt", { reply: "half" });
  await laptop.push();
  await phone.follow("walt");
  expect(phone.of("walt").reply).toBe("half");
  phone.write("walt", { reply: "" });
  await phone.push();
  await laptop.follow("walt");
  expect(laptop.of("walt").reply).toBe("");
});

test("what is typed while the server is asked stays, and is what the server has then", async () => {
  const store = aStore();
  const ahead = new Date(Date.now() + 60_000).toISOString();
  const other = { mode: "reply", reply: "other", note: "", persona_id: null } as const;
  store.kept.set("walt", { ...other, written_at: ahead });
  const { drafts } = await aDevice(store);
  const following = drafts.follow("walt");
  drafts.write("walt", { reply: "mine" });
  await following;
  expect(drafts.of("walt").reply).toBe("mine");
  await drafts.push();
  expect(store.kept.get("walt")?.reply).toBe("mine");
});

test("without a connection it is kept here, and the server gets it later", async () => {
  const store = aStore();
  store.isAway = true;
  const { drafts } = await aDevice(store);
  drafts.write("walt", { reply: "half" });
  await drafts.push();
  expect(store.kept.size).toBe(0);
  store.isAway = false;
  await drafts.push();
  expect(store.kept.get("walt")?.reply).toBe("half");
});

test("the server hears of it a moment after the last key, not with every key", async () => {
  const store = aStore();
  const put = vi.spyOn(store, "put");
  const { drafts } = await aDevice(store);
  vi.useFakeTimers();
  drafts.write("walt", { reply: "h" });
  drafts.write("walt", { reply: "ha" });
  vi.advanceTimersByTime(1_000);
  expect(put).toHaveBeenCalledTimes(1);
});

test("an emptied draft leaves nothing behind once the server knows", async () => {
  const store = aStore();
  store.isAway = true;
  const { database, drafts } = await aDevice(store);
  drafts.write("walt", { reply: "a" });
  drafts.write("walt", { reply: "" });
  await vi.waitFor(async () => expect(await database.count("drafts")).toBe(1));
  store.isAway = false;
  await drafts.push();
  await vi.waitFor(async () => expect(await database.count("drafts")).toBe(0));
});
