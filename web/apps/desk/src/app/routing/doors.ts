import { createRoute, redirect } from "@tanstack/react-router";
import { setupQuery } from "@/features/session/api";
import { InvitationDoor, SetupDoor, SignInDoor } from "../pages/Doors";
import { root } from "./roots";

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

export const doors = [signIn, setup, join] as const;
