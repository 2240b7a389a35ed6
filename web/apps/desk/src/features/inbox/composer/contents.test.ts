import type { AttachmentOut } from "@obrol/api";
import { expect, test } from "vitest";
import { contentsOf, lengthOf, sizeLimit, toContentIn } from "./contents";

const picture: AttachmentOut = {
  kind: "image",
  attachment_id: "a",
  name: "menu.png",
  media_type: "image/png",
  size: 10,
  width: 4,
  height: 3,
  url: "/files/a",
  thumbnail_url: null,
};

test("words alone are one text without the blanks around them", () => {
  expect(contentsOf("  hello \n", [])).toEqual([
    { kind: "text", text: "hello", buttons: [], quick_replies: [] },
  ]);
});

test("words with one picture become its caption", () => {
  expect(contentsOf("our menu", [picture])).toMatchObject([
    { kind: "image", caption: "our menu", media: { name: "menu.png" } },
  ]);
});

test("words too long for a caption, or for several pictures, go first", () => {
  expect(contentsOf("a".repeat(1_025), [picture]).map((content) => content.kind)).toEqual([
    "text",
    "image",
  ]);
  expect(contentsOf("two", [picture, picture]).map((content) => content.kind)).toEqual([
    "text",
    "image",
    "image",
  ]);
});

test("nothing written and nothing attached is nothing to send", () => {
  expect(contentsOf(" \n ", [])).toEqual([]);
});

test("an emoji counts as the server counts it", () => {
  expect(lengthOf("👍")).toBe(1);
});

test("pictures may be smaller than everything else", () => {
  expect(sizeLimit("image/png")).toBeLessThan(sizeLimit("application/pdf"));
  expect(sizeLimit("")).toBe(sizeLimit("application/pdf"));
});

test("the server gets the file's facts and not our links to it", () => {
  const [content] = contentsOf("", [picture]);
  expect(content && toContentIn(content)).toEqual({
    kind: "image",
    caption: "",
    media: {
      attachment_id: "a",
      name: "menu.png",
      media_type: "image/png",
      size: 10,
      width: 4,
      height: 3,
    },
  });
});
