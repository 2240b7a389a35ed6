import { expect, test } from "vitest";
import { reasonOf } from "./delivery";

test("a known code is ours to put into words, the rest are the vendor's", () => {
  expect(reasonOf("taken_over")).toEqual({ key: "taken_over", detail: "" });
  expect(reasonOf("rejected: number: not on the list")).toEqual({
    key: "rejected",
    detail: "number: not on the list",
  });
});

test("a rejection without words and a code from the future still say something", () => {
  expect(reasonOf("rejected")?.key).toBe("rejectedPlain");
  expect(reasonOf("moon_phase")).toEqual({ key: "other", detail: "moon_phase" });
  expect(reasonOf(null)).toBeNull();
});
