import type { LiveEvent, ServerFrame } from "@obrol/api/live";
import type { QueryClient } from "@tanstack/react-query";
import { channelReducers } from "@/features/channels/live";
import { contactReducers } from "@/features/contacts/live";
import { inboxReducers } from "@/features/inbox/live";
import { writingReducers } from "@/features/inbox/writingLive";
import { personaReducers } from "@/features/personas/live";
import { settingsReducers } from "@/features/settings/live";
import { shortcutReducers } from "@/features/shortcuts/live";
import { keys } from "@/lib/queryKeys";
import { LiveClient, type LiveState } from "@/live/client";
import { Fleeting } from "@/live/fleeting";
import type { LiveConnection } from "@/live/LiveProvider";
import { RecentEvents } from "@/live/recent";
import { applyWith, type LiveEventType, type Reducers } from "@/live/reducers";
import { openSocket } from "@/live/socket";

const features = [
  inboxReducers,
  writingReducers,
  contactReducers,
  channelReducers,
  settingsReducers,
  shortcutReducers,
  personaReducers,
] as const;

// An event that no feature hears is a compile error that names it.
({
  ...inboxReducers,
  ...writingReducers,
  ...contactReducers,
  ...channelReducers,
  ...settingsReducers,
  ...shortcutReducers,
  ...personaReducers,
}) satisfies Reducers<LiveEventType>;

export type OpenConnection = LiveConnection & { close: () => void };

/** Opens the live feed into the cache. */
export function openLiveConnection(cache: QueryClient, onSignedOut: () => void): OpenConnection {
  const fleeting = new Fleeting();
  const apply = applyWith(cache, features);
  const recent = new RecentEvents(apply);
  const hearers = new Set<() => void>();
  const eventHearers = new Set<(event: LiveEvent) => void>();
  let state: LiveState = { kind: "catching_up" };

  const client = new LiveClient(openSocket, {
    events: (events) => {
      recent.add(events);
      for (const event of events) {
        apply(event);
        hush(fleeting, event);
        for (const hear of eventHearers) {
          hear(event);
        }
      }
    },
    resync: () => void cache.invalidateQueries({ predicate: isFed }),
    fleeting: (frame) => {
      if (hearFleeting(fleeting, frame)) {
        greet();
      }
    },
    state: (next) => {
      state = next;
      for (const hear of hearers) {
        hear();
      }
    },
    signedOut: onSignedOut,
  });

  const greet = soon(() => client.sayLooking());
  const unfollow = recent.follow(cache);
  const hurry = () => client.hurry();
  const cut = () => client.cut();
  window.addEventListener("online", hurry);
  window.addEventListener("offline", cut);
  document.addEventListener("visibilitychange", hurry);
  client.start();

  return {
    client,
    fleeting,
    state: () => state,
    subscribe: (hear) => {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    hear: (hear) => {
      eventHearers.add(hear);
      return () => eventHearers.delete(hear);
    },
    close: () => {
      unfollow();
      window.removeEventListener("online", hurry);
      window.removeEventListener("offline", cut);
      document.removeEventListener("visibilitychange", hurry);
      client.stop();
    },
  };
}

// Setup and the list of sign-ins are not part of the feed; asking for them again would only flicker.
function isFed({ queryKey }: { queryKey: readonly unknown[] }): boolean {
  return queryKey[0] !== keys.setup[0] && queryKey[0] !== keys.sessions[0];
}

const GREET_WITHIN = 1_500; // milliseconds

/** Runs it a little later, once for all that ask meanwhile; every window at another moment. */
function soon(run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    if (timer !== undefined) {
      return;
    }
    timer = setTimeout(() => {
      timer = undefined;
      run();
    }, GREET_WITHIN * Math.random());
  };
}

/** Says whether somebody new has come in. */
function hearFleeting(
  fleeting: Fleeting,
  frame: Extract<ServerFrame, { type: "typing" | "looking" }>,
): boolean {
  if (frame.type === "typing") {
    fleeting.types(frame.conversation_id, frame.who, frame.for_ms);
    return false;
  }
  return fleeting.looks(frame.tab, frame.who, frame.conversation_id);
}

/** Whoever has sent is not typing any more. */
function hush(fleeting: Fleeting, event: LiveEvent): void {
  if (event.type === "message.received" || event.type === "message.queued") {
    const { conversation_id, author } = event.message;
    fleeting.stops(conversation_id, author.kind, author.id);
  }
}
