import { useTranslation } from "react-i18next";
import { SectionLayout } from "./SectionLayout";
import { CONTENT_PAGES } from "./sections";

/** What bots and agents draw on: personas, tags, custom fields, topics, sequences. */
export function ContentLayout() {
  const { t } = useTranslation();
  const links = CONTENT_PAGES.map((page) => ({
    ...page,
    label: t(`shell.content.${page.name}`),
  }));
  return <SectionLayout groups={[{ links }]} label={t("shell.nav.content")} />;
}
