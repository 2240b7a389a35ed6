import { expect, test } from "vitest";
import { linkParts } from "./links";

const links = (text: string) =>
  linkParts(text).flatMap((part) => (part.kind === "link" ? [part.url] : []));

test("web addresses become links, the sentence around them stays text", () => {
  expect(linkParts("See https://shop.example/a?b=1, please.")).toEqual([
    { kind: "text", text: "See " },
    { kind: "link", text: "https://shop.example/a?b=1", url: "https://shop.example/a?b=1" },
    { kind: "text", text: ", please." },
  ]);
  expect(links("(www.shop.example)")).toEqual(["https://www.shop.example"]);
  expect(links("https://en.example/a_(b)")).toEqual(["https://en.example/a_(b)"]);
});

test("nothing else becomes a link", () => {
  expect(links("javascript:alert(1) data:text/html,x ftp://a.example")).toEqual([]);
  expect(linkParts("<b>bold</b>")).toEqual([{ kind: "text", text: "<b>bold</b>" }]);
});
