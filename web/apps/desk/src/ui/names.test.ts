import { expect, test } from "vitest";
import { initials, toneOf } from "./names";

test("initials are the first letters of the first and the last word", () => {
  expect(initials("Siti Rahayu")).toBe("SR");
  expect(initials("  budi ")).toBe("B");
  expect(initials("Maria van der Berg")).toBe("MB");
});

test("names of emoji, other scripts and nothing at all still have a face", () => {
  expect(initials("😀")).toBe("😀");
  expect(initials("سارة أحمد")).toBe("سأ");
  expect(initials("")).toBe("?");
});

test("a name keeps its colour", () => {
  expect(toneOf("Siti Rahayu")).toBe(toneOf(" siti rahayu "));
  expect(toneOf("Siti Rahayu")).toBeLessThan(10);
});
