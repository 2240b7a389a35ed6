import type { LiveEvent } from "@obrol/api/live";
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from "react";
import type { LiveClient, LiveState } from "./client";
import type { Fleeting, Presence } from "./fleeting";

export type LiveConnection = {
  client: LiveClient;
  fleeting: Fleeting;
  state: () => LiveState;
  subscribe: (hear: () => void) => () => void;
  /** Every event as it comes, once; reducers have seen it already. */
  hear: (hear: (event: LiveEvent) => void) => () => void;
};

const LiveContext = createContext<LiveConnection | null>(null);

export function LiveProvider({
  connection,
  children,
}: {
  connection: LiveConnection;
  children: ReactNode;
}) {
  return <LiveContext value={connection}>{children}</LiveContext>;
}

function useConnection(): LiveConnection {
  const connection = useContext(LiveContext);
  if (!connection) {
    throw new Error("live hooks are used inside LiveProvider");
  }
  return connection;
}

export function useLiveState(): LiveState {
  const { subscribe, state } = useConnection();
  return useSyncExternalStore(subscribe, state);
}

export function useLiveClient(): LiveClient {
  return useConnection().client;
}

/** Hears every event that comes in for as long as the component is shown. */
export function useHearEvents(hear: (event: LiveEvent) => void): void {
  const connection = useConnection();
  const newest = useRef(hear);
  useEffect(() => {
    newest.current = hear;
  });
  useEffect(() => connection.hear((event) => newest.current(event)), [connection]);
}

/** Who is at work in a conversation right now, not counting this agent. */
export function usePresence(conversationId: string, meId: string): Presence {
  const { fleeting } = useConnection();
  const present = useSyncExternalStore(fleeting.subscribe, () => fleeting.presence(conversationId));
  return useMemo(
    () => ({
      typing: present.typing.filter((who) => who.id !== meId),
      looking: present.looking.filter((who) => who.id !== meId),
    }),
    [present, meId],
  );
}

export function useTyping(conversationId: string, meId: string): Presence["typing"] {
  return usePresence(conversationId, meId).typing;
}
