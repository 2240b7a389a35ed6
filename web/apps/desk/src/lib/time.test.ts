import { expect, test } from "vitest";
import { countdown, dayName, momentAhead, rowTime, timeLocale } from "./time";

const style = { locale: "en-GB", zone: "Asia/Jakarta" };
const now = new Date("2026-11-22T10:00:00Z");

test("a row shows the clock today, the weekday this week and the date before", () => {
  expect(rowTime(new Date("2026-11-22T07:05:00Z"), now, style)).toBe("14:05");
  expect(rowTime(new Date("2026-11-20T07:05:00Z"), now, style)).toBe("Fri");
  expect(rowTime(new Date("2026-11-03T07:05:00Z"), now, style)).toBe("3 Nov");
  expect(rowTime(new Date("2025-11-03T07:05:00Z"), now, style)).toBe("3 Nov 2025");
});

test("a day is today and yesterday by the reader's midnight", () => {
  expect(dayName(new Date("2026-11-21T17:30:00Z"), now, style)).toEqual({ kind: "today" });
  expect(dayName(new Date("2026-11-21T16:30:00Z"), now, style)).toEqual({ kind: "yesterday" });
  expect(dayName(new Date("2026-11-18T16:30:00Z"), now, style)).toEqual({
    kind: "date",
    text: expect.stringMatching(/^Wednesday,? 18 November$/),
  });
});

test("a countdown shows hours only when there are some and never goes below zero", () => {
  expect(countdown(24 * 60_000 + 59_000)).toBe("24:59");
  expect(countdown(3_900_000)).toBe("1:05:00");
  expect(countdown(-5)).toBe("00:00");
});

test("a time ahead is only a clock time when it is today", () => {
  expect(momentAhead(new Date("2026-11-22T11:00:00Z"), style, now)).toBe("18:00");
  expect(momentAhead(new Date("2026-11-23T02:00:00Z"), style, now)).toMatch(
    /^Mon,? 23 Nov,? 09:00$/,
  );
});

test("English dates follow the browser's English, and are British otherwise", () => {
  expect(timeLocale("en", "en-US")).toBe("en-US");
  expect(timeLocale("en", "id-ID")).toBe("en-GB");
  expect(timeLocale("id", "en-US")).toBe("id");
});
