import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { SendingProvider } from "@/features/inbox/outbox/SendingProvider";
import { type Reader, ReaderContext } from "@/lib/reader";
import { LiveClient } from "@/live/client";
import { Fleeting } from "@/live/fleeting";
import { type LiveConnection, LiveProvider } from "@/live/LiveProvider";
import { theme } from "@/ui/theme";

let agents = 0;

/** Something of the desk as Ada sees it, with a live line that never says anything. */
export function renderDesk(
  ui: ReactNode,
  cache: QueryClient = aQuietCache(),
  with_: Partial<Reader> = {},
) {
  agents += 1;
  const reader: Reader = {
    agentId: `ada-${agents}`,
    name: "Ada",
    role: "agent",
    workspaceId: "acme",
    time: { locale: "en-GB", zone: "Asia/Jakarta" },
    enterSends: true,
    undoSend: false,
    singleKeys: true,
    ...with_,
  };
  const wrap = (inside: ReactNode) => (
    <QueryClientProvider client={cache}>
      <MantineProvider env="test" theme={theme}>
        <ReaderContext value={reader}>
          <LiveProvider connection={silent}>
            <SendingProvider>{inside}</SendingProvider>
          </LiveProvider>
        </ReaderContext>
      </MantineProvider>
    </QueryClientProvider>
  );
  const rendered = render(wrap(ui));
  return {
    ...rendered,
    cache,
    reader,
    rerender: (next: ReactNode) => rendered.rerender(wrap(next)),
  };
}

export function aQuietCache(): QueryClient {
  return new QueryClient({ defaultOptions: { queries: { retry: false } } });
}

const state = { kind: "live" } as const;

const silent: LiveConnection = {
  client: new LiveClient(() => ({ send: () => {}, close: () => {} }), {
    events: () => {},
    resync: () => {},
    fleeting: () => {},
    state: () => {},
    signedOut: () => {},
  }),
  fleeting: new Fleeting(),
  state: () => state,
  subscribe: () => () => {},
  hear: () => () => {},
};
