import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from "react";
import type { LiveClient, LiveState } from "./client";
import type { Fleeting, Typing } from "./fleeting";

export type LiveConnection = {
  client: LiveClient;
  fleeting: Fleeting;
  state: () => LiveState;
  subscribe: (hear: () => void) => () => void;
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

/** Who is typing in a conversation right now, not counting this agent. */
export function useTyping(conversationId: string, meId: string): Typing["who"][] {
  const { fleeting } = useConnection();
  const typing = useSyncExternalStore(fleeting.subscribe, fleeting.typing);
  return useMemo(
    () =>
      typing
        .filter((one) => one.conversationId === conversationId && one.who.id !== meId)
        .map((one) => one.who),
    [typing, conversationId, meId],
  );
}

/** The names of the colleagues who have this conversation open. */
export function useOnlookers(conversationId: string, meId: string): string[] {
  const { fleeting } = useConnection();
  const looking = useSyncExternalStore(fleeting.subscribe, fleeting.looking);
  return useMemo(
    () =>
      looking
        .filter((one) => one.conversationId === conversationId && one.who.id !== meId)
        .map((one) => one.who.name),
    [looking, conversationId, meId],
  );
}
