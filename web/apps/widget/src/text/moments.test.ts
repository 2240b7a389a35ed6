import { expect, test } from "vitest";
import { en } from "./en";
import { id } from "./id";
import { dayOf, sizeOf, timeOf } from "./moments";

const NOW = new Date(2026, 10, 22, 15, 0);

test.each([
  ["en", "today", "yesterday", "Friday, November 20, 2026"],
  ["id", "hari ini", "kemarin", "Jumat, 20 November 2026"],
])("days are named in the language of the page (%s)", (locale, today, yesterday, date) => {
  expect(dayOf(new Date(2026, 10, 22, 0, 5).toISOString(), locale, NOW)).toBe(today);
  expect(dayOf(new Date(2026, 10, 21, 23, 55).toISOString(), locale, NOW)).toBe(yesterday);
  expect(dayOf(new Date(2026, 10, 20, 8, 0).toISOString(), locale, NOW)).toBe(date);
});

test("a clock that is a day behind the server's still names a day", () => {
  expect(dayOf(new Date(2026, 10, 23, 8, 0).toISOString(), "en", NOW)).toBe("tomorrow");
});

test("the time of day is written as the language writes it", () => {
  const at = new Date(2026, 10, 22, 16, 5).toISOString();
  expect(timeOf(at, "id")).toBe("16.05");
  expect(timeOf(at, "en").replace(/\s/g, " ")).toBe("04:05 PM");
});

test.each([
  [12, "0.1 kB"],
  [1_500, "1.5 kB"],
  [482_133, "482 kB"],
  [999_600, "1 MB"],
  [25_400_000, "25 MB"],
])("%i bytes are %s", (bytes, size) => {
  expect(sizeOf(bytes, "en").replace(/\s/g, " ")).toBe(size);
});

test("both catalogs say everything", () => {
  expect(Object.keys(id).sort()).toEqual(Object.keys(en).sort());
  expect([...Object.values(en), ...Object.values(id)].every(Boolean)).toBe(true);
});
