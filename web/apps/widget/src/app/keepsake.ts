/** A small thing that outlives a reload; where storage is blocked, it lives as long as the page. */
export function keepsake<T>(key: string, storage: "localStorage" | "sessionStorage") {
  let memory: T | null = null;
  return {
    get(): T | null {
      try {
        return JSON.parse(window[storage].getItem(key) ?? "null");
      } catch {
        return memory;
      }
    },
    set(value: T | null): void {
      memory = value;
      try {
        window[storage].setItem(key, JSON.stringify(value));
      } catch {
        // In memory, then.
      }
    },
  };
}
