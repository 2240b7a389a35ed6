import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { readInboxSearch } from "@/features/inbox/list/InboxSearch";
import { sessionQuery, setupQuery } from "@/features/session/api";
import { SessionsPage } from "@/features/session/SessionsPage";
import { AgentsPage } from "@/features/settings/AgentsPage";
import { DeadLettersPage } from "@/features/settings/DeadLettersPage";
import { TeamsPage } from "@/features/settings/TeamsPage";
import { statusOf } from "@/lib/problems";
import { InvitationDoor, SetupDoor, SignInDoor } from "./pages/Doors";
import { CrashedPage, NotFoundPage } from "./pages/Failures";
import { LiveChatPage } from "./pages/LiveChatPage";
import { OverviewPage } from "./pages/OverviewPage";
import { SettingsLayout } from "./pages/SettingsLayout";
import {
  ChannelSettings,
  ChannelsSettings,
  ProfileSettings,
  WorkspaceSettings,
} from "./pages/settingsPages";
import { SignedIn } from "./SignedIn";

const root = createRootRouteWithContext<{ cache: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: CrashedPage,
});

type SignInSearch = { back?: string; ended?: boolean };

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  component: SignInDoor,
  validateSearch: (search: Record<string, unknown>): SignInSearch => ({
    ...(typeof search.back === "string" && { back: search.back }),
    ...(search.ended === true && { ended: true }),
  }),
  beforeLoad: async ({ context }) => {
    const setup = await context.cache.ensureQueryData(setupQuery).catch(() => null);
    if (setup?.needed) {
      throw redirect({ to: "/setup" });
    }
  },
});

const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  component: SetupDoor,
  beforeLoad: async ({ context }) => {
    const state = await context.cache.ensureQueryData(setupQuery);
    if (!state.needed) {
      throw redirect({ to: "/" });
    }
  },
});

const join = createRoute({ getParentRoute: () => root, path: "/join", component: InvitationDoor });

const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  component: SignedIn,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.cache.ensureQueryData(sessionQuery);
    } catch (error) {
      if (statusOf(error) === 401) {
        throw redirect({
          to: "/sign-in",
          search: location.href === "/" ? {} : { back: location.href },
        });
      }
      throw error;
    }
  },
});

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

const settings = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings",
  component: SettingsLayout,
});

const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/settings/profile" });
  },
});

const tree = root.addChildren([
  signIn,
  setup,
  join,
  signedIn.addChildren([
    overview,
    liveChat.addChildren([conversation]),
    settings.addChildren([
      settingsHome,
      createRoute({ getParentRoute: () => settings, path: "profile", component: ProfileSettings }),
      createRoute({ getParentRoute: () => settings, path: "sessions", component: SessionsPage }),
      createRoute({
        getParentRoute: () => settings,
        path: "workspace",
        component: WorkspaceSettings,
      }),
      createRoute({ getParentRoute: () => settings, path: "agents", component: AgentsPage }),
      createRoute({ getParentRoute: () => settings, path: "teams", component: TeamsPage }),
      createRoute({
        getParentRoute: () => settings,
        path: "channels",
        component: ChannelsSettings,
      }),
      createRoute({
        getParentRoute: () => settings,
        path: "channels/$channelId",
        component: ChannelSettings,
      }),
      createRoute({
        getParentRoute: () => settings,
        path: "stuck-work",
        component: DeadLettersPage,
      }),
    ]),
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
