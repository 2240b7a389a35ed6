import { expect, test } from "vitest";
import { keyFor } from "./keyFor";

test("a key is the name in plain letters", () => {
  expect(keyFor("Ukuran kemasan (g)")).toBe("ukuran_kemasan_g");
  expect(keyFor("  Café — no. 2 ")).toBe("cafe_no_2");
  expect(keyFor("x".repeat(80))).toHaveLength(64);
});

test("a name in another script leaves the key to people", () => {
  expect(keyFor("都市")).toBe("");
});
