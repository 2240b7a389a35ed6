export type TextPart = { kind: "text"; text: string } | { kind: "link"; text: string; url: string };

const LINK = /\b(?:https?:\/\/|www\.)[^\s<>"]+/giu;
// What a sentence puts after an address, and is not part of it.
const TRAILING = /[.,;:!?'"»”’]+$/u;

/** Text as words and web addresses. Only http and https ever become links. */
export function linkParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const address = trimmed(match[0]);
    const url = address.toLowerCase().startsWith("www.") ? `https://${address}` : address;
    if (URL.canParse(url)) {
      if (match.index > from) {
        parts.push({ kind: "text", text: text.slice(from, match.index) });
      }
      parts.push({ kind: "link", text: address, url });
      from = match.index + address.length;
    }
  }
  if (from < text.length) {
    parts.push({ kind: "text", text: text.slice(from) });
  }
  return parts;
}

function trimmed(address: string): string {
  const bare = address.replace(TRAILING, "");
  const opened = bare.split("(").length;
  const closed = bare.split(")").length;
  return closed > opened && bare.endsWith(")") ? trimmed(bare.slice(0, -1)) : bare;
}
