import type { Mode } from "../outbox/database";

/** A word under the caret that asks for a list: `/shortcut`, `{{variable`, or `@colleague` in a note. */
export type Token = {
  kind: "shortcut" | "variable" | "mention";
  query: string;
  /** Where it stands in the text: from the sign up to the caret, or to the `}}` behind it. */
  from: number;
  to: number;
};

const LONGEST = 60; // characters of a query: what is longer is a sentence

export function tokenAt(text: string, caret: number, mode: Mode): Token | null {
  const before = text.slice(0, caret);
  return (
    variableAt(before, text.slice(caret)) ??
    wordAt(before, "/", "shortcut") ??
    (mode === "note" ? wordAt(before, "@", "mention") : null)
  );
}

function variableAt(before: string, after: string): Token | null {
  const from = before.lastIndexOf("{{");
  const query = before.slice(from + 2);
  if (from < 0 || query.length > LONGEST || /[}|\n]/.test(query)) {
    return null;
  }
  const closing = /^\s*\}\}/.exec(after)?.[0].length ?? 0;
  return { kind: "variable", query: query.trim(), from, to: before.length + closing };
}

function wordAt(before: string, sign: string, kind: Token["kind"]): Token | null {
  const word = /\S*$/.exec(before)?.[0] ?? "";
  return word.startsWith(sign) && word.length <= LONGEST
    ? { kind, query: word.slice(1), from: before.length - word.length, to: before.length }
    : null;
}

/** Lower case without accents, as words are compared. */
export function folded(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();
}

/** What matches, best first: begins with the query, has it in its name, has it anywhere. */
export function matching<Item>(
  items: readonly Item[],
  query: string,
  wordsOf: (item: Item) => { name: string; more: string },
): Item[] {
  const wanted = folded(query);
  const rank = (item: Item): number => {
    const { name, more } = wordsOf(item);
    const inName = folded(name).indexOf(wanted);
    if (inName === 0) {
      return 0;
    }
    return inName > 0 ? 1 : folded(more).includes(wanted) ? 2 : 3;
  };
  return items
    .map((item) => ({ item, rank: rank(item) }))
    .filter(({ rank: found }) => found < 3)
    .sort((one, other) => one.rank - other.rank)
    .map(({ item }) => item);
}
