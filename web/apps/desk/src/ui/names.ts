const TONES = 10;

/** One or two letters for a face without a picture. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => [...(word ?? "")].find((sign) => /[\p{L}\p{N}]/u.test(sign)) ?? "")
    .join("");
  return letters.toLocaleUpperCase() || ([...name.trim()][0] ?? "?");
}

/** Which of the ten tones a name has; always the same for the same name (FNV-1a). */
export function toneOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const sign of name.trim().toLocaleLowerCase()) {
    hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash % TONES;
}
