type Emoji = { emoji: string; name: string };

const STORED = "obrol.emoji";
const MOST = 24;

function isEmoji(value: unknown): value is Emoji {
  return (
    typeof value === "object" &&
    value !== null &&
    "emoji" in value &&
    typeof value.emoji === "string" &&
    "name" in value &&
    typeof value.name === "string"
  );
}

export function remembered(): Emoji[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(STORED) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isEmoji) : [];
  } catch {
    return [];
  }
}

/** The newest first, each once. */
export function remember(emoji: Emoji): void {
  const others = remembered().filter((one) => one.emoji !== emoji.emoji);
  localStorage.setItem(STORED, JSON.stringify([emoji, ...others].slice(0, MOST)));
}
