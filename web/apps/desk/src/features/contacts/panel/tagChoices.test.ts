import type { TagOut } from "@obrol/api";
import { expect, test } from "vitest";
import { tagChoices } from "./tagChoices";

const tag = (name: string): TagOut => ({ id: name, name, color: "gray", version: 1 });
const ALL = ["Café", "Decaf", "VIP"].map(tag);
const names = (typed: string, had: string[] = []) =>
  tagChoices(ALL, had.map(tag), typed).found.map((one) => one.name);

test("what begins with the words comes first, whatever case and accents", () => {
  expect(names("CAF")).toEqual(["Café", "Decaf"]);
  expect(names("dec")).toEqual(["Decaf"]);
});

test("a tag that the contact has is not offered, and is no new one either", () => {
  expect(names("vip", ["VIP"])).toEqual([]);
  expect(tagChoices(ALL, [tag("VIP")], "vip").isNew).toBe(false);
});

test("words that are no tag yet can become one; nothing cannot", () => {
  expect(tagChoices(ALL, [], "cafe").isNew).toBe(true);
  expect(tagChoices(ALL, [], " decaf ").isNew).toBe(false);
  expect(tagChoices(ALL, [], "  ").isNew).toBe(false);
});
