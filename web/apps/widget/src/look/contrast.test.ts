import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { contrast, palette } from "./contrast";

const AA = 4.5;
const LIGHT = [240, 241, 244];
const DARK = [43, 46, 54];

test("on every colour that a channel may have, words can be read, by day and by night", () => {
  for (let red = 0; red < 256; red += 15)
    for (let green = 0; green < 256; green += 15)
      for (let blue = 0; blue < 256; blue += 15) {
        const color = `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
        for (const dark of [false, true]) {
          const { brand, on, ink } = palette(color, dark);
          expect(contrast(parts(brand), parts(on)), `on ${color}`).toBeGreaterThanOrEqual(AA);
          expect(contrast(parts(ink), dark ? DARK : LIGHT), `ink ${color}`).toBeGreaterThanOrEqual(
            AA,
          );
        }
      }
});

test("the brand is the channel's colour, unchanged", () => {
  expect(palette("#0f766e", false).brand).toBe("rgb(15,118,110)");
});

test("the surfaces that are computed with are those of the style", () => {
  const css = readFileSync(`${import.meta.dirname}/frame.css`, "utf8");
  const hex = (rgb: number[]): string =>
    `--other: #${rgb.map((part) => part.toString(16).padStart(2, "0")).join("")};`;
  expect(css).toContain(hex(LIGHT));
  expect(css).toContain(hex(DARK));
});

function parts(css: string): number[] {
  return (css.match(/\d+/g) ?? []).map(Number);
}
