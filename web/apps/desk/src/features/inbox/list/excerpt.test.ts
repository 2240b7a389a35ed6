import { expect, test } from "vitest";
import { excerptAround } from "./excerpt";

test("the found words are in view and told apart, whatever their case", () => {
  expect(excerptAround("Halo! Selamat datang di Kopi Lereng", "kopi")).toEqual({
    before: "…datang di ",
    hit: "Kopi",
    after: " Lereng",
  });
  expect(excerptAround("Kopi saya", "kopi")).toEqual({ before: "", hit: "Kopi", after: " saya" });
});

test("words that the server found in another spelling leave the text as it is", () => {
  expect(excerptAround("café", "cafe")).toEqual({ before: "café", hit: "", after: "" });
});
