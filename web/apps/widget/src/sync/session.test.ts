import { beforeEach, expect, test, vi } from "vitest";
import { openSession } from "./session";

beforeEach(() => localStorage.clear());

test("a visitor keeps the session over reloads", async () => {
  const create = vi.fn(async () => ({ token: "one" }));
  await openSession("toko", create, () => {}).token(null);

  expect(await openSession("toko", create, () => {}).token(null)).toBe("one");
  expect(create).toHaveBeenCalledTimes(1);
});

test("a session that the server no longer knows is replaced, once", async () => {
  const tokens = ["one", "two"];
  const session = openSession(
    "toko",
    async () => ({ token: tokens.shift() ?? "" }),
    () => {},
  );
  await session.token(null);

  expect(await session.token("one")).toBe("two");
  expect(await session.token("one")).toBe("two");
});

test("without storage the session lives as long as the page", async () => {
  vi.stubGlobal("localStorage", undefined);
  const create = vi.fn(async () => ({ token: "one" }));
  const session = openSession("toko", create, () => {});
  await session.token(null);

  expect(await session.token(null)).toBe("one");
  expect(create).toHaveBeenCalledTimes(1);
  vi.unstubAllGlobals();
});

test("when nobody answers there is no session, and nothing is remembered", async () => {
  const session = openSession(
    "toko",
    () => Promise.reject(new Error("no answer")),
    () => {},
  );

  await expect(session.token(null)).rejects.toThrow("no answer");
  expect(session.kept()).toBeNull();
});
