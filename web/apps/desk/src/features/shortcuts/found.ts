import type { ShortcutOut } from "@obrol/api";

export type Whose = "all" | "shared" | "mine";
export type Filter = { words: string; whose: Whose; category: string | null };

/** The shortcuts of a filter; those that have the words in their name come first. */
export function found(
  all: readonly ShortcutOut[],
  { words, whose, category }: Filter,
): ShortcutOut[] {
  const wanted = fold(words).replace(/^\//, "");
  const fitting = all.filter(
    (one) =>
      (whose === "all" || one.is_personal === (whose === "mine")) &&
      (category === null || one.category === category),
  );
  if (!wanted) {
    return fitting;
  }
  const named = fitting.filter((one) => fold(one.name).includes(wanted));
  const said = fitting.filter((one) => !named.includes(one) && fold(one.text).includes(wanted));
  return [...named, ...said];
}

/** Every category once, in order. */
export function categoriesOf(all: readonly ShortcutOut[]): string[] {
  const names = all.flatMap((one) => (one.category === null ? [] : [one.category]));
  return [...new Set(names)].sort((a, b) => a.localeCompare(b));
}

function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
