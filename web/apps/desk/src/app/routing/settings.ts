import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { signedIn } from "./roots";

// What one opens seldom is fetched when one opens it.
const settings = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings",
  component: lazyRouteComponent(() => import("../pages/SettingsLayout"), "SettingsLayout"),
});

const page = (
  name: "ProfileSettings" | "WorkspaceSettings" | "ChannelsSettings" | "ChannelSettings",
) => lazyRouteComponent(() => import("../pages/settingsPages"), name);

export const settingsRoutes = settings.addChildren([
  createRoute({
    getParentRoute: () => settings,
    path: "/",
    beforeLoad: () => {
      throw redirect({ to: "/settings/profile" });
    },
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "profile",
    component: page("ProfileSettings"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "sessions",
    component: lazyRouteComponent(() => import("@/features/session/SessionsPage"), "SessionsPage"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "workspace",
    component: page("WorkspaceSettings"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "agents",
    component: lazyRouteComponent(() => import("@/features/settings/AgentsPage"), "AgentsPage"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "teams",
    component: lazyRouteComponent(() => import("@/features/settings/TeamsPage"), "TeamsPage"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "channels",
    component: page("ChannelsSettings"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "channels/$channelId",
    component: page("ChannelSettings"),
  }),
  createRoute({
    getParentRoute: () => settings,
    path: "stuck-work",
    component: lazyRouteComponent(
      () => import("@/features/settings/DeadLettersPage"),
      "DeadLettersPage",
    ),
  }),
]);
