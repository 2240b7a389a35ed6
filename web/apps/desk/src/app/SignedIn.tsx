import { useMantineColorScheme } from "@mantine/core";
import type { CurrentSession, MeOut } from "@obrol/api";
import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Outlet, useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { teachCache } from "@/features/inbox/api";
import { SendingProvider } from "@/features/inbox/outbox/SendingProvider";
import { Notifier } from "@/features/notifications/Notifier";
import { sessionQuery } from "@/features/session/api";
import { speak } from "@/lib/i18n";
import { type Reader, ReaderContext } from "@/lib/reader";
import { timeLocale } from "@/lib/time";
import { LiveProvider } from "@/live/LiveProvider";
import { Keyboard } from "./keyboard/Keyboard";
import { type OpenConnection, openLiveConnection } from "./liveConnection";
import { TopBar } from "./shell/TopBar";
import { useTitle } from "./shell/useTitle";
import { useSignedOut } from "./useSignedOut";

/** Everything behind the sign-in: who reads, the live feed, and what is waiting to be sent. */
export function SignedIn() {
  const { data: session } = useSuspenseQuery(sessionQuery);
  const { agent, workspace } = session;
  usePreferences(session);
  const { i18n } = useTranslation();
  const reader: Reader = useMemo(
    () => ({
      agentId: agent.id,
      name: agent.name,
      role: agent.role,
      workspaceId: workspace.id,
      time: { locale: timeLocale(i18n.language), zone: agent.time_zone ?? workspace.time_zone },
      enterSends: agent.enter_sends,
      undoSend: agent.undo_send,
      singleKeys: agent.single_keys,
    }),
    [agent, workspace, i18n.language],
  );
  const connection = useConnection(agent.id);
  return connection ? (
    <ReaderContext value={reader}>
      <LiveProvider connection={connection}>
        <SendingProvider>
          <Titled />
          <Notified me={agent} />
          <TopBar session={session} />
          <Outlet />
          <Keyboard />
        </SendingProvider>
      </LiveProvider>
    </ReaderContext>
  ) : null;
}

function Titled() {
  useTitle();
  return null;
}

function Notified({ me }: { me: MeOut }) {
  const navigate = useNavigate();
  const { conversationId = null } = useParams({ strict: false });
  return (
    <Notifier
      conversationId={conversationId}
      me={me}
      onOpen={(id) =>
        void navigate({ to: "/live-chat/$conversationId", params: { conversationId: id } })
      }
    />
  );
}

function useConnection(agentId: string): OpenConnection | null {
  const cache = useQueryClient();
  const signedOut = useSignedOut();
  const [connection, setConnection] = useState<OpenConnection | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another agent means another feed.
  useEffect(() => {
    teachCache(cache);
    const opened = openLiveConnection(cache, signedOut);
    setConnection(opened);
    return () => opened.close();
  }, [cache, signedOut, agentId]);
  return connection;
}

/** The language and theme of the profile, which come from the server and so hold on every device. */
function usePreferences({ agent }: CurrentSession): void {
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    if (agent.locale) {
      void speak(agent.locale);
    }
  }, [agent.locale]);
  useEffect(() => {
    if (agent.theme) {
      setColorScheme(agent.theme);
    }
  }, [agent.theme, setColorScheme]);
}
