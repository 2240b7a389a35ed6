import { expect, test } from "vitest";
import { inkOn, readOrigins, snippetFor } from "./webchat";

test("the snippet is one line with the channel's public id", () => {
  expect(snippetFor("abc123", "https://obrol.example")).toBe(
    '<script src="https://obrol.example/widget/loader.js" data-channel="abc123" async></script>',
  );
});

test("sites may be typed in any layout, with a slash at the end, and more than once", () => {
  expect(
    readOrigins(
      "https://Shop.example/\nhttps://*.shop.example, http://localhost:3000 https://shop.example",
    ),
  ).toEqual({
    origins: ["https://shop.example", "https://*.shop.example", "http://localhost:3000"],
    bad: [],
  });
});

test("what is no site is named", () => {
  expect(readOrigins("shop.example https://shop.example/path javascript:x").bad).toEqual([
    "shop.example",
    "https://shop.example/path",
    "javascript:x",
  ]);
});

test("words on the channel's colour stay readable", () => {
  expect(inkOn("#0f766e")).toBe("#ffffff");
  expect(inkOn("#ffe066")).toBe("#000000");
});
