import { type Icon, IconMasksTheater, IconSlash } from "@tabler/icons-react";

type SectionPage<Name extends string> = { to: string; name: Name; Icon: Icon };

export type ContentPageName = "personas" | "tags" | "fields" | "topics" | "sequences";
export type ToolsPageName = "shortcuts";

/** The pages of Content, in the order of its menu; the top bar leads there once there is one. */
export const CONTENT_PAGES: readonly SectionPage<ContentPageName>[] = [
  { to: "/content/personas", name: "personas", Icon: IconMasksTheater },
];

/** The pages of Tools, likewise. */
export const TOOLS_PAGES: readonly SectionPage<ToolsPageName>[] = [
  { to: "/tools/shortcuts", name: "shortcuts", Icon: IconSlash },
];
