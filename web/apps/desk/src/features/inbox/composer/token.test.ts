import { describe, expect, test } from "vitest";
import { matching, tokenAt } from "./token";

const at = (text: string, mode: "reply" | "note" = "reply") => tokenAt(text, text.length, mode);

describe("a shortcut", () => {
  test("is asked for by a slash that begins a word", () => {
    expect(at("/he")).toEqual({ kind: "shortcut", query: "he", from: 0, to: 3 });
    expect(at("Yes. /he")).toEqual({ kind: "shortcut", query: "he", from: 5, to: 8 });
    expect(at("/")).toMatchObject({ kind: "shortcut", query: "" });
    expect(at("first line\n/he")).toMatchObject({ kind: "shortcut", from: 11 });
  });

  test("is not what stands in the middle of a word or of an address", () => {
    expect(at("and/or")).toBeNull();
    expect(at("https://kopi.example/he")).toBeNull();
    expect(at("/he ")).toBeNull();
  });
});

describe("a variable", () => {
  test("is asked for by two braces, and its name may have spaces", () => {
    expect(at("Hi {{fir")).toEqual({ kind: "variable", query: "fir", from: 3, to: 8 });
    expect(at("Hi {{ first na")).toMatchObject({ query: "first na" });
  });

  test("that is closed already, or has other words, asks for nothing", () => {
    expect(at("Hi {{contact.name}}")).toBeNull();
    expect(at("Hi {{contact.name | there")).toBeNull();
  });

  test("takes the closing braces behind the caret with it", () => {
    expect(tokenAt("Hi {{fir}}!", 8, "reply")).toMatchObject({ from: 3, to: 10 });
  });
});

test("a colleague is asked for in notes alone", () => {
  expect(at("ask @b", "note")).toEqual({ kind: "mention", query: "b", from: 4, to: 6 });
  expect(at("ask @b", "reply")).toBeNull();
  expect(at("bo@kopi.example", "note")).toBeNull();
});

test("what begins with the words comes before what merely has them, whatever the accents", () => {
  const words = (item: string) => ({
    name: item.split("|")[0] ?? "",
    more: item.split("|")[1] ?? "",
  });
  const items = ["price|hello there", "the hello|x", "Héllo|y", "bye|z"];
  expect(matching(items, "hello", words)).toEqual(["Héllo|y", "the hello|x", "price|hello there"]);
});
