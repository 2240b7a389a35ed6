import type { Excerpt } from "@obrol/api";

// What fits in front of the found words on one line of the list.
const LEAD = 14;

/** An excerpt that begins shortly before the words that were found, with a whole word. */
export function shortened({ before, ...rest }: Excerpt): Excerpt {
  return {
    ...rest,
    before:
      before.length > LEAD && rest.hit ? `…${before.slice(-LEAD).replace(/^\S*\s/u, "")}` : before,
  };
}
