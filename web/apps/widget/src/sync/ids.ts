/** UUIDv7 (RFC 9562, 5.7): time first, so that ids sort in the order in which they were made. */

let last = 0;

/** A fresh id, later than every id made or noted before it, even if the clock was set back. */
export function newId(now: number = Date.now()): string {
  last = Math.max(now, last + 1);
  const random = crypto.getRandomValues(new Uint8Array(10));
  random[0] = 0x70 | ((random[0] ?? 0) & 0x0f);
  random[2] = 0x80 | ((random[2] ?? 0) & 0x3f);
  const tail = Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const hex = last.toString(16).padStart(12, "0") + tail;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Keeps ids that are made from now on behind `id`, which another page made. */
export function noteId(id: string): void {
  const time = Number.parseInt(id.replace("-", "").slice(0, 12), 16);
  last = Math.max(last, time || 0);
}
