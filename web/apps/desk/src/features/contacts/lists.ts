type Versioned = { id: string; version: number };

/** The list with the newer of two versions; at its end when it is not there. What is not loaded stays so. */
export function withNewer<One extends Versioned>(
  all: One[] | undefined,
  changed: One,
): One[] | undefined {
  const known = all?.find((one) => one.id === changed.id);
  if (!all || (known && known.version >= changed.version)) {
    return all;
  }
  return known ? all.map((one) => (one.id === changed.id ? changed : one)) : [...all, changed];
}

/** The same, for lists that stand in the order of their names. */
export function withNewerNamed<One extends Versioned & { name: string }>(
  all: One[] | undefined,
  changed: One,
): One[] | undefined {
  return withNewer(all, changed)?.toSorted((a, b) => a.name.localeCompare(b.name));
}

export function without<One>(
  all: One[] | undefined,
  gone: (one: One) => boolean,
): One[] | undefined {
  return all?.filter((one) => !gone(one));
}

export function namedAgain<One extends { name: string }>(
  all: One[],
  renamed: (one: One) => boolean,
  name: string,
): One[] {
  return all.map((one) => (renamed(one) && one.name !== name ? { ...one, name } : one));
}
