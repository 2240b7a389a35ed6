import { expect, test } from "vitest";
import { shownValue } from "./fieldValues";

const time = { locale: "id", zone: "Asia/Jakarta" };
const words = { yes: "Ya", no: "Tidak" };
const shown = (type: string, value: unknown) =>
  shownValue({ id: "f", key: "f", name: "F", type, value }, time, words);

test("every type of field reads naturally", () => {
  expect(shown("text", "Bandung")).toBe("Bandung");
  expect(shown("number", 12_500.5)).toBe("12.500,5");
  expect(shown("boolean", false)).toBe("Tidak");
  expect(shown("date", "2026-11-22")).toBe("22 November 2026");
  expect(shown("datetime", "2026-11-22T02:00:00Z")).toContain("09.00");
  expect(shown("list", ["S", "M"])).toBe("S, M");
  expect(shown("json", { a: 1 })).toBe('{"a":1}');
});

test("an empty field is not shown, zero and no are", () => {
  expect(shown("text", "")).toBeNull();
  expect(shown("text", null)).toBeNull();
  expect(shown("number", 0)).toBe("0");
});

test("a date that is none is shown as it is", () => {
  expect(shown("date", "someday")).toBe("someday");
});
