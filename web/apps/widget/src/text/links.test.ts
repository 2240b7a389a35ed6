import { describe, expect, test } from "vitest";
import { linkify, safeAddress } from "./links";

describe("a safe address", () => {
  test.each([
    "https://example.com/a?b=c",
    "http://example.com",
    "mailto:a@example.com",
    "tel:+62123",
  ])("is %s", (address) => {
    expect(safeAddress(address)).toBeTruthy();
  });

  test("is none of 5,000 others", () => {
    const schemes = [
      "javascript",
      "data",
      "vbscript",
      "file",
      "blob",
      "about",
      "chrome",
      "ws",
      "intent",
      "x",
    ];
    const spellings: ((scheme: string) => string)[] = [
      (scheme) => scheme,
      (scheme) => scheme.toUpperCase(),
      (scheme) => ` ${scheme}`,
      (scheme) => `\t${scheme}`,
      (scheme) => [...scheme].join("\n"),
      (scheme) => `\u0001${scheme}`,
      (scheme) => `${scheme.charAt(0)}\t${scheme.slice(1)}`,
      (scheme) => `${scheme.charAt(0).toUpperCase()}${scheme.slice(1)}`,
      (scheme) => `\r\n${scheme}`,
      (scheme) => `\u00a0${scheme}`,
    ];
    let tried = 0;
    for (const scheme of schemes)
      for (const spell of spellings)
        for (let tail = 0; tail < 50; tail += 1) {
          const address = `${spell(scheme)}:${"/".repeat(tail % 5)}alert(${tail})//https://example.com`;
          const href = safeAddress(address);
          tried += 1;
          // What is not understood as a scheme is a path of our own, which is no danger.
          expect(href === null || href.startsWith(location.origin), address).toBe(true);
        }
    expect(tried).toBe(5_000);
  });
});

describe("links in a text", () => {
  test.each([
    ["see https://example.com/a.", ["https://example.com/a"]],
    ["(https://example.com/a)", ["https://example.com/a"]],
    ["https://example.com/a_(b)", ["https://example.com/a_(b)"]],
    ["www.example.com, and mailto:a@example.com!", ["www.example.com", "mailto:a@example.com"]],
    ["call tel:+62811234", ["tel:+62811234"]],
    ["no link in example.com or javascript:alert(1)", []],
  ])("are found in %j", (text, links) => {
    expect(
      linkify(text).flatMap((piece) => (typeof piece === "string" ? [] : [piece.text])),
    ).toEqual(links);
  });

  test("leave the rest of the text as it was", () => {
    const text = "a https://example.com/, b www.example.com. c";
    expect(
      linkify(text)
        .map((piece) => (typeof piece === "string" ? piece : piece.text))
        .join(""),
    ).toBe(text);
  });

  test("are found in a time that grows with the text, whatever is in it", () => {
    const evil = [
      "http://",
      "www.",
      "https://a(",
      "tel:!",
      ".",
      ")",
      "mailto:x)",
      "http://..",
      "<",
      "\u00e9",
    ];
    for (const part of evil) {
      const text = part.repeat(10_000 / part.length);
      const started = performance.now();
      linkify(text);
      expect(performance.now() - started, part).toBeLessThan(150);
    }
  });
});
