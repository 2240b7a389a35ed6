export type Excerpt = { before: string; hit: string; after: string };

// What fits in front of the found words on one line of the list.
const LEAD = 14;

/** The part of a text in which the searched words stand, beginning shortly before them. */
export function excerptAround(text: string, words: string): Excerpt {
  const at = text.toLocaleLowerCase().indexOf(words.trim().toLocaleLowerCase());
  if (at < 0) {
    return { before: text, hit: "", after: "" };
  }
  const lead = text.slice(0, at);
  const shortened = lead.length > LEAD ? `…${lead.slice(-LEAD).replace(/^\S*\s/u, "")}` : lead;
  const end = at + words.trim().length;
  return { before: shortened, hit: text.slice(at, end), after: text.slice(end) };
}
