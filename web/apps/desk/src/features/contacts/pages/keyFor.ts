/** A key made of a name: "Ukuran kemasan (g)" is ukuran_kemasan_g. Nothing is left of a name without Latin letters. */
export function keyFor(name: string): string {
  return name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "_")
    .replaceAll(/^_+|_+$/gu, "")
    .slice(0, 64);
}
