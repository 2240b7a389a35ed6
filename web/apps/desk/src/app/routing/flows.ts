import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { signedIn } from "./roots";

type FlowSearch = { version?: number; step?: string };

/** A flow to read; `version` and `step` say where a message came from. */
export const flow = createRoute({
  getParentRoute: () => signedIn,
  path: "/flows/$flowId",
  component: lazyRouteComponent(() => import("../pages/FlowReading"), "FlowReading"),
  validateSearch: ({ version, step }: Record<string, unknown>): FlowSearch => ({
    ...(typeof version === "number" && version >= 1 && { version }),
    ...((typeof step === "string" || typeof step === "number") && { step: String(step) }),
  }),
});
