import { IDBFactory, IDBObjectStore } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openOutbox } from "./outbox";
import type { Stored } from "./state";

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
  localStorage.clear();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe.each(["the database", "local storage", "memory"])("an outbox in %s", (home) => {
  beforeEach(() => {
    if (home !== "the database") vi.stubGlobal("indexedDB", undefined);
    if (home === "memory") blockLocalStorage();
  });

  test("gives back what it was given, in the order of the ids", async () => {
    const outbox = await openOutbox("toko");
    await outbox.put(entry("b"));
    await outbox.put(entry("a"));
    await outbox.put({ ...entry("b"), refused: REFUSAL });

    const all = await outbox.all();
    expect(all.map(({ id }) => id).sort()).toEqual(["a", "b"]);
    expect(all.find(({ id }) => id === "b")?.refused).toEqual(REFUSAL);
  });

  test("forgets what was sent", async () => {
    const outbox = await openOutbox("toko");
    await outbox.put(entry("a"));
    await outbox.remove("a");

    expect(await outbox.all()).toEqual([]);
  });

  test("still has the file of a message that is not uploaded", async () => {
    const outbox = await openOutbox("toko");
    await outbox.put({ ...entry("a"), said: null, file: new File(["x"], "menu.txt") });

    expect((await outbox.all())[0]?.file).toBeTruthy();
  });
});

describe.each(["the database", "local storage"])("after a reload, an outbox in %s", (home) => {
  test("is what it was, and each channel has its own", async () => {
    if (home !== "the database") vi.stubGlobal("indexedDB", undefined);
    await (await openOutbox("toko")).put(entry("a"));

    expect(await (await openOutbox("toko")).all()).toEqual([entry("a")]);
    expect(await (await openOutbox("grosir")).all()).toEqual([]);
  });
});

test("a full disk keeps the message in memory instead of losing it", async () => {
  const outbox = await openOutbox("toko");
  vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  await outbox.put(entry("a"));

  expect(await outbox.all()).toEqual([entry("a")]);
});

const REFUSAL = { code: "too_long", message: "Too long." };

function entry(id: string): Stored {
  return { id, at: "", said: { kind: "text", text: id }, file: null, refused: null };
}

function blockLocalStorage(): void {
  vi.stubGlobal("localStorage", {
    getItem: blocked,
    setItem: blocked,
    removeItem: blocked,
    key: blocked,
    clear: () => {},
    get length() {
      return blocked();
    },
  });
}

function blocked(): never {
  throw new DOMException("blocked", "SecurityError");
}
