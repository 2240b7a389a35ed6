import type { TimelineItem } from "@obrol/api";
import { useTranslation } from "react-i18next";
import classes from "./extras.module.css";

const SHOWN = 3;

/** What came while one was writing, shown before it is talked over. */
export function News({ items }: { items: readonly TimelineItem[] }) {
  const { t } = useTranslation();
  if (items.length === 0) {
    return null;
  }
  return (
    <div className={classes.news} role="alert">
      <strong>{t("composer.news.title")}</strong>
      <ul className={classes.newsList}>
        {items.slice(-SHOWN).map((item) => (
          <li className={classes.newsItem} key={item.key}>
            <NewsLine item={item} />
          </li>
        ))}
      </ul>
      {t("composer.news.again")}
    </div>
  );
}

function NewsLine({ item }: { item: TimelineItem }) {
  const { t } = useTranslation();
  if (item.type === "event") {
    return null;
  }
  const { author } = item.type === "note" ? item.note : item.message;
  const words =
    item.type === "note"
      ? item.note.text
      : "text" in item.message.content
        ? item.message.content.text
        : t("composer.news.file");
  return (
    <>
      <b>{author.name}</b>
      {item.type === "note" ? ` (${t("composer.note")}): ` : ": "}
      {words}
    </>
  );
}
