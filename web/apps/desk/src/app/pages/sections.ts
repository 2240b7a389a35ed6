import {
  type Icon,
  IconBellRinging,
  IconForms,
  IconMasksTheater,
  IconSlash,
  IconTag,
  IconTimeline,
} from "@tabler/icons-react";

type SectionPage<Name extends string> = { to: string; name: Name; Icon: Icon };

export type ContentPageName = "personas" | "tags" | "fields" | "topics" | "sequences";
export type ToolsPageName = "shortcuts";

/** The pages of Content, in the order of its menu; the top bar leads there once there is one. */
export const CONTENT_PAGES: readonly SectionPage<ContentPageName>[] = [
  { to: "/content/personas", name: "personas", Icon: IconMasksTheater },
  { to: "/content/tags", name: "tags", Icon: IconTag },
  { to: "/content/fields", name: "fields", Icon: IconForms },
  { to: "/content/topics", name: "topics", Icon: IconBellRinging },
  { to: "/content/sequences", name: "sequences", Icon: IconTimeline },
];

/** The pages of Tools, likewise. */
export const TOOLS_PAGES: readonly SectionPage<ToolsPageName>[] = [
  { to: "/tools/shortcuts", name: "shortcuts", Icon: IconSlash },
];
