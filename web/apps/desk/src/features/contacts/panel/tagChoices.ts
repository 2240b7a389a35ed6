import type { TagOut } from "@obrol/api";

const MOST = 50; // beyond, one types another letter

/** What can be added for what was typed: tags that the contact does not have, and whether the words are a new one. */
export function tagChoices(
  all: readonly TagOut[],
  had: readonly TagOut[],
  typed: string,
): { found: TagOut[]; isNew: boolean } {
  const wanted = folded(typed);
  const free = all.filter((tag) => !had.some((one) => one.id === tag.id));
  const found = free.filter((tag) => folded(tag.name).includes(wanted));
  found.sort((a, b) => Number(startsWith(b, wanted)) - Number(startsWith(a, wanted)));
  const isNew = wanted !== "" && !all.some((tag) => same(tag.name, typed));
  return { found: found.slice(0, MOST), isNew };
}

function startsWith(tag: TagOut, wanted: string): boolean {
  return folded(tag.name).startsWith(wanted);
}

function same(name: string, typed: string): boolean {
  return name.toLowerCase() === typed.trim().replaceAll(/\s+/gu, " ").toLowerCase();
}

function folded(text: string): string {
  return text.trim().normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
}
