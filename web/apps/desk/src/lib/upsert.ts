type Named = { id: string; name: string; version: number };

/** The list with the changed one in it, by name; the same list when it has that version already. */
export function upserted<One extends Named>(
  all: One[] | undefined,
  changed: One,
): One[] | undefined {
  const known = all?.find((one) => one.id === changed.id);
  if (!all || (known && known.version >= changed.version)) {
    return all;
  }
  const others = all.filter((one) => one.id !== changed.id);
  return [...others, changed].sort((a, b) => a.name.localeCompare(b.name));
}

export function without<One extends Named>(all: One[] | undefined, id: string): One[] | undefined {
  return all?.filter((one) => one.id !== id);
}
