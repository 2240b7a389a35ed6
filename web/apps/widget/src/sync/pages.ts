import type { PageNote, Pages } from "./ports";

/** Talks to the other pages by a BroadcastChannel, and elects the leading one by a Web Lock. */
export function openPages(channel: string, shared: boolean): Pages {
  const name = `obrol:${channel}`;
  const wire = typeof BroadcastChannel === "function" ? new BroadcastChannel(name) : null;
  let changed: (leads: boolean) => void = () => {};

  function ask(options: LockOptions): void {
    navigator.locks
      .request(name, options, () => {
        changed(true);
        return new Promise<void>(() => {});
      })
      .catch((error: unknown) => {
        const stolen = error instanceof DOMException && error.name === "AbortError";
        changed(!stolen);
        if (stolen) ask({});
      });
  }

  return {
    tell: (note) => wire?.postMessage(note),
    listen(hear) {
      wire?.addEventListener("message", (event: MessageEvent<PageNote>) => hear(event.data));
    },
    lead(listener) {
      changed = listener;
      // Without locks, or with an outbox of its own, each page sends; the server stores an id once.
      if (shared && "locks" in navigator) ask({});
      else changed(true);
    },
    insist: () => ask({ steal: true }),
  };
}
