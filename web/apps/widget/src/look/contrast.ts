/** Colours that can be read: WCAG 2.2 AA, computed against whatever colour the channel has. */
type Rgb = readonly number[];

const AA = 4.5;
const WHITE = [255, 255, 255];
// Pure black: of it and white, one reaches 4.5:1 on every colour. With a softer black, not.
const BLACK = [0, 0, 0];
/** What buttons and links lie on: the bubbles of the other side, see style.css. */
const LIGHT = [240, 241, 244];
const DARK = [43, 46, 54];

export interface Palette {
  /** The channel's colour. */
  brand: string;
  /** Words on it. */
  on: string;
  /** The colour as words: links and buttons. */
  ink: string;
}

export function palette(color: string, dark: boolean): Palette {
  const brand = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  const [surface, goal] = dark ? [DARK, WHITE] : [LIGHT, BLACK];
  let ink: Rgb = brand;
  for (let share = 0; contrast(ink, surface) < AA; share += 0.05)
    ink = brand.map((part, at) => Math.round(part + ((goal[at] ?? 0) - part) * share));
  const on = contrast(brand, WHITE) < AA ? BLACK : WHITE;
  return { brand: `rgb(${brand})`, on: `rgb(${on})`, ink: `rgb(${ink})` };
}

export function contrast(one: Rgb, other: Rgb): number {
  const [bright, dim] = [luminance(one) + 0.05, luminance(other) + 0.05];
  return Math.max(bright / dim, dim / bright);
}

function luminance(color: Rgb): number {
  const [red = 0, green = 0, blue = 0] = color.map((part) =>
    part < 11 ? part / 3295 : ((part / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
