// @vitest-environment node
import { expect, test } from "vitest";
import { newId, noteId } from "./ids";

test("an id is a UUID of version 7 that says when it was made", () => {
  const id = newId(Date.UTC(2100, 0, 1));

  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(id.replace("-", "").slice(0, 12), 16)).toBe(Date.UTC(2100, 0, 1));
});

test("ids sort in the order in which they were made, though the clock goes back", () => {
  const ids = [newId(5_000_000_000_000), newId(4_000_000_000_000), newId(4_000_000_000_000)];

  expect([...ids].sort()).toEqual(ids);
});

test("ids come after those that another page made", () => {
  const other = newId(6_000_000_000_000);
  noteId(other);

  expect(newId(Date.now()) > other).toBe(true);
});
