import { expect, test } from "vitest";
import { newId } from "./ids";

test("an id is a version 7 UUID that carries its time", () => {
  const id = newId(Date.UTC(2026, 0, 2, 3, 4, 5));
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(id.replace("-", "").slice(0, 12), 16)).toBe(Date.UTC(2026, 0, 2, 3, 4, 5));
});

test("ids made later sort later", () => {
  expect(newId(1_700_000_000_000) < newId(1_700_000_000_001)).toBe(true);
});
