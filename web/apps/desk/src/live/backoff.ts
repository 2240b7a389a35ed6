const FIRST = 500;
const LONGEST = 30_000;

/**
 * How long to wait before try number `tries + 1`: doubling, capped, and anywhere in the upper half of that
 * so that a thousand browsers do not come back in the same instant.
 */
export function retryDelay(tries: number, random: () => number = Math.random): number {
  const ceiling = Math.min(LONGEST, FIRST * 2 ** Math.min(tries, 10));
  return Math.round(ceiling * (0.5 + random() / 2));
}
