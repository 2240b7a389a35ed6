import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, Outlet, redirect } from "@tanstack/react-router";
import { sessionQuery } from "@/features/session/api";
import { statusOf } from "@/lib/problems";
import { CrashedPage, NotFoundPage } from "../pages/Failures";
import { SignedIn } from "../SignedIn";

export const root = createRootRouteWithContext<{ cache: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: CrashedPage,
});

/** Everything for which one must be signed in; whoever is not is led to the sign-in, and back. */
export const signedIn = createRoute({
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
