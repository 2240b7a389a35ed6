import type { Session } from "./ports";

const LOCK_LIMIT = 5_000; // ms: a page that was put to sleep while it held the lock must not stop us

/** Keeps the token in localStorage; where that is blocked, in memory for as long as the page lives. */
export function openSession(
  channel: string,
  create: () => Promise<{ token: string }>,
  created: () => void,
): Session {
  const key = `obrol:${channel}:token`;
  let memory: string | null = null;

  function kept(): string | null {
    try {
      return memory ?? localStorage.getItem(key);
    } catch {
      return memory;
    }
  }

  async function keptOrNew(stale: string | null): Promise<string> {
    const known = kept();
    if (known && known !== stale) return known;
    const { token } = await create();
    try {
      localStorage.setItem(key, token);
      memory = null;
    } catch {
      memory = token;
    }
    created();
    return token;
  }

  return {
    kept,
    // Two pages that open at once must not become two visitors.
    async token(stale) {
      if (!("locks" in navigator)) return keptOrNew(stale);
      const signal = AbortSignal.timeout(LOCK_LIMIT);
      let held = false;
      try {
        return await navigator.locks.request(`${key}:new`, { signal }, () => {
          held = true;
          return keptOrNew(stale);
        });
      } catch (error) {
        if (held) throw error;
        return keptOrNew(stale);
      }
    },
  };
}
