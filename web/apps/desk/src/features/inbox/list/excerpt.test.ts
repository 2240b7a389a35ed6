import { expect, test } from "vitest";
import { shortened } from "./excerpt";

test("begins shortly before the words that were found, with a whole word", () => {
  expect(shortened({ before: "Halo! Selamat datang di ", hit: "Kopi", after: " Lereng" })).toEqual({
    before: "…datang di ",
    hit: "Kopi",
    after: " Lereng",
  });
});

test("leaves what is short as it is", () => {
  const excerpt = { before: "", hit: "Café", after: " saya" };
  expect(shortened(excerpt)).toEqual(excerpt);
});
