import type { LiveEvent } from "@obrol/api/live";
import type { QueryClient } from "@tanstack/react-query";

export type LiveEventType = LiveEvent["type"];
export type LiveEventOf<Type extends LiveEventType> = Extract<LiveEvent, { type: Type }>;

/**
 * What each event does to the cache. A reducer may be called twice, late, or for something that is
 * not in the cache at all: it compares versions and does nothing when it knows better.
 */
export type Reducers<Type extends LiveEventType> = {
  readonly [T in Type]: (cache: QueryClient, event: LiveEventOf<T>) => void;
};

/** One reducer per type out of several features' reducers; all that hear a type are called in order. */
export function applyWith(
  cache: QueryClient,
  features: readonly Partial<Reducers<LiveEventType>>[],
): (event: LiveEvent) => void {
  return (event) => {
    for (const reducers of features) {
      reduce(cache, reducers, event);
    }
  };
}

function reduce<Type extends LiveEventType>(
  cache: QueryClient,
  reducers: Partial<Reducers<LiveEventType>>,
  event: LiveEventOf<Type> & { type: Type },
): void {
  const reducer: ((cache: QueryClient, event: LiveEventOf<Type>) => void) | undefined =
    reducers[event.type];
  reducer?.(cache, event);
}
