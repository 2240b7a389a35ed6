import { Pill } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { colleaguesQuery, tagsQuery } from "../api";
import { NOBODY } from "../rows";
import { activeFilters, type FilterName, without } from "./filters";
import type { InboxSearch } from "./InboxSearch";
import classes from "./list.module.css";

type Props = { search: InboxSearch; onSearch: (search: InboxSearch) => void };

/** Why the list is shorter than one might think, and the way back. */
export function ActiveFilters({ search, onSearch }: Props) {
  const { t } = useTranslation();
  const wordsOf = useFilterWords(search);
  const active = activeFilters(search);
  return active.length === 0 ? null : (
    <ul aria-label={t("inbox.filter.active")} className={classes.pills}>
      {active.map((name) => (
        <li key={name}>
          <Pill
            onRemove={() => onSearch(without(search, [name]))}
            removeButtonProps={{
              "aria-label": t("inbox.filter.remove", { filter: wordsOf(name) }),
              "aria-hidden": false,
              tabIndex: 0,
            }}
            withRemoveButton
          >
            {wordsOf(name)}
          </Pill>
        </li>
      ))}
    </ul>
  );
}

function useFilterWords(search: InboxSearch): (name: FilterName) => string {
  const { t } = useTranslation();
  const { data: agents = [] } = useQuery(colleaguesQuery);
  const { data: tags = [] } = useQuery(tagsQuery);
  return (name) => {
    switch (name) {
      case "unread":
      case "unanswered":
        return t(`inbox.filter.${name}`);
      case "sort":
        return t("inbox.filter.waiting");
      case "answering":
        return t(`inbox.filter.${search.answering ?? "bot"}`);
      case "tag":
        return tags.find((tag) => tag.id === search.tag)?.name ?? t("inbox.filter.tag");
      case "assignee":
        return search.assignee === "me"
          ? t("inbox.assign.mine")
          : search.assignee === NOBODY
            ? t("inbox.assign.unassigned")
            : (agents.find((agent) => agent.id === search.assignee)?.name ??
              t("inbox.assign.label"));
    }
  };
}
