import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { signedIn } from "./roots";

const page = (name: "BotsHome" | "FlowsOfBot" | "ChannelsOfBot" | "GeneralOfBot") =>
  lazyRouteComponent(() => import("../pages/botPages"), name);

export const bots = createRoute({
  getParentRoute: () => signedIn,
  path: "/bots",
  component: page("BotsHome"),
});

const bot = createRoute({
  getParentRoute: () => signedIn,
  path: "/bots/$botId",
  component: lazyRouteComponent(() => import("../pages/BotLayout"), "BotLayout"),
});

export const botRoutes = bot.addChildren([
  createRoute({
    getParentRoute: () => bot,
    path: "/",
    beforeLoad: ({ params }) => {
      throw redirect({ to: "/bots/$botId/flows", params });
    },
  }),
  createRoute({ getParentRoute: () => bot, path: "flows", component: page("FlowsOfBot") }),
  createRoute({ getParentRoute: () => bot, path: "channels", component: page("ChannelsOfBot") }),
  createRoute({ getParentRoute: () => bot, path: "general", component: page("GeneralOfBot") }),
]);
