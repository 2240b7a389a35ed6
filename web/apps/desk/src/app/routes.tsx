import type { QueryClient } from "@tanstack/react-query";
import { createRoute, createRouter } from "@tanstack/react-router";
import { readInboxSearch } from "@/features/inbox/list/InboxSearch";
import { LiveChatPage } from "./pages/LiveChatPage";
import { OverviewPage } from "./pages/OverviewPage";
import { botRoutes, bots } from "./routing/bots";
import { doors } from "./routing/doors";
import { flow } from "./routing/flows";
import { root, signedIn } from "./routing/roots";
import { contentRoutes, toolsRoutes } from "./routing/sections";
import { settingsRoutes } from "./routing/settings";

const overview = createRoute({
  getParentRoute: () => signedIn,
  path: "/",
  component: OverviewPage,
});

// One component for both addresses, so that the list stays as it is while conversations change.
const liveChat = createRoute({
  getParentRoute: () => signedIn,
  path: "/live-chat",
  component: LiveChatPage,
  validateSearch: readInboxSearch,
});

const conversation = createRoute({
  getParentRoute: () => liveChat,
  path: "$conversationId",
});

const tree = root.addChildren([
  ...doors,
  signedIn.addChildren([
    overview,
    liveChat.addChildren([conversation]),
    bots,
    botRoutes,
    flow,
    contentRoutes,
    toolsRoutes,
    settingsRoutes,
  ]),
]);

export function makeRouter(cache: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { cache },
    defaultPreload: false,
    defaultPendingMs: 300,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
