import type { Page } from "../sync/protocol";

export type FromHost = { obrol: "open"; open: boolean } | ({ obrol: "page" } & Page);
/** `begun` says that there is a conversation, so that the next page loads the frame by itself. */
export type ToHost =
  | { obrol: "ready" | "close" }
  | { obrol: "news"; unread: number; begun: boolean };

/** Talks to the loader, and to nobody else: the page that framed us, under the address that it gave. */
export function openHost(origin: string, hear: (note: FromHost) => void): (note: ToHost) => void {
  addEventListener("message", (event) => {
    if (event.source === parent && event.origin === origin) hear(event.data as FromHost);
  });
  return (note) => {
    // In a tab of its own the panel has nobody to tell.
    if (parent !== window) parent.postMessage(note, origin);
  };
}
