import { expect, test } from "vitest";
import { dayOf, instantOf, wallTime } from "./zoned";

test("wall time and instant are each other's inverse", () => {
  const at = new Date("2026-11-22T16:30:00Z");
  expect(wallTime(at, "Asia/Jakarta")).toEqual({
    year: 2026,
    month: 11,
    day: 22,
    hour: 23,
    minute: 30,
  });
  expect(instantOf(wallTime(at, "Asia/Jakarta"), "Asia/Jakarta")).toEqual(at);
});

test("an hour that does not exist becomes the same distance after the jump", () => {
  // Berlin goes from 02:00 to 03:00 on 29 March 2026.
  const at = instantOf({ year: 2026, month: 3, day: 29, hour: 2, minute: 30 }, "Europe/Berlin");
  expect(at.toISOString()).toBe("2026-03-29T01:30:00.000Z");
});

test("of an hour that comes twice, the first is meant", () => {
  const at = instantOf({ year: 2026, month: 10, day: 25, hour: 2, minute: 30 }, "Europe/Berlin");
  expect(at.toISOString()).toBe("2026-10-25T00:30:00.000Z");
});

test("days are those of the zone", () => {
  const at = new Date("2026-11-22T18:00:00Z");
  expect(dayOf(at, "Asia/Jakarta")).toBe("2026-11-23");
  expect(dayOf(at, "Europe/Berlin")).toBe("2026-11-22");
});

test("days may run over the end of a month", () => {
  const at = instantOf({ year: 2026, month: 1, day: 32, hour: 9, minute: 0 }, "Asia/Jakarta");
  expect(at.toISOString()).toBe("2026-02-01T02:00:00.000Z");
});
