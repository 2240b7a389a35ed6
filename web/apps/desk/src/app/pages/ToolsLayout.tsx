import { useTranslation } from "react-i18next";
import { SectionLayout } from "./SectionLayout";
import { TOOLS_PAGES } from "./sections";

/** What makes answering quicker. */
export function ToolsLayout() {
  const { t } = useTranslation();
  const links = TOOLS_PAGES.map((page) => ({ ...page, label: t(`shell.tools.${page.name}`) }));
  return <SectionLayout groups={[{ links }]} label={t("shell.nav.tools")} />;
}
