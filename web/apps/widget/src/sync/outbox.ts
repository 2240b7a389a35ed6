import type { Outbox } from "./ports";
import type { Stored } from "./state";

/** Keeps the outbox in IndexedDB; where that is blocked in localStorage; where that is too, in memory. */
export async function openOutbox(channel: string): Promise<Outbox> {
  try {
    return inDatabase(await openDatabase(channel));
  } catch {
    return inLocalStorage(`obrol:${channel}:out:`);
  }
}

const STORE = "outbox";

function openDatabase(channel: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(`obrol:${channel}`, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    // Some browsers never answer at all when storage is restricted.
    setTimeout(reject, 2_000);
  });
}

function inDatabase(database: IDBDatabase): Outbox {
  // A quota that is full must not stop a message: it is sent from memory then.
  const unwritten = new Map<string, Stored>();
  function within<T>(
    mode: IDBTransactionMode,
    act: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  }
  return {
    shared: true,
    async all() {
      const written = await within<Stored[]>("readonly", (store) => store.getAll()).catch(() => []);
      return [...written.filter(({ id }) => !unwritten.has(id)), ...unwritten.values()];
    },
    async put(entry) {
      unwritten.delete(entry.id);
      await within("readwrite", (store) => store.put(entry)).catch(() =>
        unwritten.set(entry.id, entry),
      );
    },
    async remove(id) {
      unwritten.delete(id);
      await within("readwrite", (store) => store.delete(id)).catch(() => {});
    },
  };
}

/** One key per message, so that two pages never write over each other. Files stay in memory. */
function inLocalStorage(prefix: string): Outbox {
  const unwritten = new Map<string, Stored>();
  return {
    shared: false,
    async all() {
      const written: Stored[] = [];
      try {
        for (const key of Object.keys(localStorage)) {
          const text = key.startsWith(prefix) && localStorage.getItem(key);
          if (text) written.push({ ...(JSON.parse(text) as Stored), file: null });
        }
      } catch {
        // Blocked altogether: what is in memory is all there is.
      }
      return [...written.filter(({ id }) => !unwritten.has(id)), ...unwritten.values()];
    },
    async put(entry) {
      unwritten.delete(entry.id);
      try {
        if (!entry.said) throw new TypeError("localStorage holds no files");
        localStorage.setItem(prefix + entry.id, JSON.stringify(entry));
      } catch {
        unwritten.set(entry.id, entry);
      }
    },
    async remove(id) {
      unwritten.delete(id);
      try {
        localStorage.removeItem(prefix + id);
      } catch {
        // Blocked: it was never there.
      }
    },
  };
}
