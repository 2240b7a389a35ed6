import { createRoute, lazyRouteComponent, notFound, redirect } from "@tanstack/react-router";
import { CONTENT_PAGES, TOOLS_PAGES } from "../pages/sections";
import { signedIn } from "./roots";

const content = createRoute({
  getParentRoute: () => signedIn,
  path: "/content",
  component: lazyRouteComponent(() => import("../pages/ContentLayout"), "ContentLayout"),
});

// A page here stands in the menu too: pages/sections.ts.
export const contentRoutes = content.addChildren([
  createRoute({
    getParentRoute: () => content,
    path: "/",
    beforeLoad: () => toFirst(CONTENT_PAGES),
  }),
  createRoute({
    getParentRoute: () => content,
    path: "personas",
    component: lazyRouteComponent(() => import("@/features/personas/PersonasPage"), "PersonasPage"),
  }),
  createRoute({
    getParentRoute: () => content,
    path: "tags",
    component: lazyRouteComponent(() => import("@/features/contacts/pages/TagsPage"), "TagsPage"),
  }),
  createRoute({
    getParentRoute: () => content,
    path: "fields",
    component: lazyRouteComponent(
      () => import("@/features/contacts/pages/FieldsPage"),
      "FieldsPage",
    ),
  }),
  createRoute({
    getParentRoute: () => content,
    path: "topics",
    component: lazyRouteComponent(
      () => import("@/features/contacts/pages/TopicsPage"),
      "TopicsPage",
    ),
  }),
  createRoute({
    getParentRoute: () => content,
    path: "sequences",
    component: lazyRouteComponent(
      () => import("@/features/contacts/pages/SequencesPage"),
      "SequencesPage",
    ),
  }),
]);

const tools = createRoute({
  getParentRoute: () => signedIn,
  path: "/tools",
  component: lazyRouteComponent(() => import("../pages/ToolsLayout"), "ToolsLayout"),
});

export const toolsRoutes = tools.addChildren([
  createRoute({
    getParentRoute: () => tools,
    path: "/",
    beforeLoad: () => toFirst(TOOLS_PAGES),
  }),
  createRoute({
    getParentRoute: () => tools,
    path: "shortcuts",
    component: lazyRouteComponent(() => import("../pages/toolsPages"), "ToolsShortcuts"),
  }),
]);

function toFirst(pages: readonly { to: string }[]): never {
  const first = pages[0];
  throw first ? redirect({ to: first.to }) : notFound();
}
