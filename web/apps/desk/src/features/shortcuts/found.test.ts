import { describe, expect, it } from "vitest";
import { aShortcut } from "@/testing/cast";
import { categoriesOf, found } from "./found";

const hello = aShortcut({ id: "1", name: "hello", text: "Good morning", category: "Greetings" });
const cafe = aShortcut({ id: "2", name: "opening", text: "The Café opens at eight" });
const mine = aShortcut({ id: "3", name: "bye", text: "hello and bye", is_personal: true });
const all = [hello, cafe, mine];
const EVERYTHING = { words: "", whose: "all", category: null } as const;

describe("looking for shortcuts", () => {
  it("finds by name before it finds by text, whatever the accents and capitals", () => {
    expect(found(all, { ...EVERYTHING, words: "HELLO" })).toEqual([hello, mine]);
    expect(found(all, { ...EVERYTHING, words: "cafe" })).toEqual([cafe]);
    expect(found(all, { ...EVERYTHING, words: "/hel" })).toEqual([hello, mine]);
  });

  it("keeps to whose they are and to their category", () => {
    expect(found(all, { ...EVERYTHING, whose: "mine" })).toEqual([mine]);
    expect(found(all, { ...EVERYTHING, whose: "shared" })).toEqual([hello, cafe]);
    expect(found(all, { ...EVERYTHING, category: "Greetings" })).toEqual([hello]);
  });

  it("knows every category once", () => {
    expect(categoriesOf([...all, hello])).toEqual(["Greetings"]);
  });
});
