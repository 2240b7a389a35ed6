export type Piece = string | { href: string; text: string };

// One greedy class and nothing after it: linear in the text, whatever the text is.
const LINK = /(?:https?:\/\/|www\.|mailto:|tel:)[^\s<>"]+/gi;
const TRAILING = ".,;:!?'*_]}";

/** The address if a person may be sent there; null for `javascript:` and everything else we do not know. */
export function safeAddress(address: string): string | null {
  try {
    const { protocol, href } = new URL(address, location.href);
    return address && /^(https?|mailto|tel):$/.test(protocol) ? href : null;
  } catch {
    return null;
  }
}

/** Cuts a text into words and links. */
export function linkify(text: string): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (const { 0: found, index } of text.matchAll(LINK)) {
    let end = found.length;
    // A full stop behind a link ends the sentence; so does a bracket that was not opened in it.
    const trailing = found.includes("(") ? TRAILING : `${TRAILING})`;
    while (trailing.includes(found.charAt(end - 1))) end -= 1;
    const link = found.slice(0, end);
    const href = safeAddress(/^www/i.test(link) ? `https://${link}` : link);
    if (!href) continue;
    pieces.push(text.slice(done, index), { href, text: link });
    done = index + end;
  }
  return [...pieces, text.slice(done)];
}
