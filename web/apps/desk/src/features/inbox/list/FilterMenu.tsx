import { Button, Checkbox, Indicator, Popover, SegmentedControl, Select } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommand } from "@/lib/commands";
import type { Scope } from "@/lib/queryKeys";
import { useReader } from "@/lib/reader";
import { IconAction } from "@/ui/IconAction";
import { colleaguesQuery, countsQuery, tagsQuery } from "../api";
import { NOBODY } from "../rows";
import { activeFilters, without } from "./filters";
import type { Answering, InboxSearch } from "./InboxSearch";
import classes from "./list.module.css";

type Props = { search: InboxSearch; scope: Scope; onSearch: (search: InboxSearch) => void };

/** Which conversations the list is of, and what comes first. */
export function FilterMenu(props: Props) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const active = activeFilters(props.search);
  useCommand("filter", () => setOpened(true));
  return (
    <Popover onChange={setOpened} opened={opened} position="bottom-end" trapFocus width={288}>
      <Indicator disabled={active.length === 0} inline label={active.length} size={16}>
        <Popover.Target>
          <IconAction
            aria-expanded={opened}
            label={t("inbox.filter.label")}
            onClick={() => setOpened(!opened)}
            tooltip={!opened}
          >
            <IconFilter size={20} stroke={1.75} />
          </IconAction>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown aria-label={t("inbox.filter.label")}>
        {opened ? <Choices {...props} /> : null}
      </Popover.Dropdown>
    </Popover>
  );
}

function Choices({ search, scope, onSearch }: Props) {
  const { t } = useTranslation();
  const { data: counts } = useQuery(countsQuery(scope));
  const isOpen = (search.status ?? "open") === "open";
  const counted = (label: string, count: number | undefined) =>
    isOpen && count !== undefined ? `${label} (${count})` : label;
  const set = (change: InboxSearch) => onSearch({ ...search, ...change });
  const active = activeFilters(search);
  return (
    <div className={classes.filters}>
      <SegmentedControl
        aria-label={t("inbox.filter.sort")}
        data={[
          { value: "newest", label: t("inbox.filter.newest") },
          { value: "waiting", label: t("inbox.filter.waiting") },
        ]}
        fullWidth
        onChange={(value) =>
          value === "waiting" ? set({ sort: "waiting" }) : onSearch(without(search, ["sort"]))
        }
        size="xs"
        value={search.sort ?? "newest"}
      />
      {(["unread", "unanswered"] as const).map((name) => (
        <Checkbox
          checked={search[name] === true}
          key={name}
          label={counted(t(`inbox.filter.${name}`), counts?.[name])}
          onChange={(event) =>
            event.currentTarget.checked ? set({ [name]: true }) : onSearch(without(search, [name]))
          }
        />
      ))}
      <Assignee counted={counted} onSearch={onSearch} scope={scope} search={search} />
      <Select
        clearable
        comboboxProps={{ withinPortal: false }}
        data={(["bot", "team"] as const).map((value) => ({
          value,
          label: t(`inbox.filter.${value}`),
        }))}
        label={t("inbox.filter.answering")}
        onChange={(value) =>
          value ? set({ answering: value as Answering }) : onSearch(without(search, ["answering"]))
        }
        placeholder={t("inbox.filter.either")}
        value={search.answering ?? null}
      />
      <Tag onSearch={onSearch} search={search} />
      {active.length > 0 ? (
        <Button onClick={() => onSearch(without(search, active))} size="xs" variant="subtle">
          {t("inbox.filter.clear")}
        </Button>
      ) : null}
    </div>
  );
}

function Assignee({
  search,
  scope,
  onSearch,
  counted,
}: Props & { counted: (label: string, count: number | undefined) => string }) {
  const { t } = useTranslation();
  const { agentId } = useReader();
  const { data: counts } = useQuery(countsQuery(scope));
  const { data: agents = [] } = useQuery(colleaguesQuery);
  return (
    <Select
      clearable
      comboboxProps={{ withinPortal: false }}
      data={[
        { value: "me", label: counted(t("inbox.assign.me"), counts?.mine) },
        { value: NOBODY, label: counted(t("inbox.assign.nobody"), counts?.unassigned) },
        ...agents
          .filter((agent) => agent.id !== agentId)
          .map((agent) => ({ value: agent.id, label: agent.name })),
      ]}
      label={t("inbox.assign.label")}
      onChange={(assignee) =>
        onSearch(assignee ? { ...search, assignee } : without(search, ["assignee"]))
      }
      placeholder={t("inbox.filter.anybody")}
      searchable
      value={search.assignee ?? null}
    />
  );
}

function Tag({ search, onSearch }: Omit<Props, "scope">) {
  const { t } = useTranslation();
  const { data: tags = [] } = useQuery(tagsQuery);
  return (
    <Select
      clearable
      comboboxProps={{ withinPortal: false }}
      data={tags.map((tag) => ({ value: tag.id, label: tag.name }))}
      label={t("inbox.filter.tag")}
      nothingFoundMessage={t("inbox.filter.noTag")}
      onChange={(tag) => onSearch(tag ? { ...search, tag } : without(search, ["tag"]))}
      placeholder={t("inbox.filter.anyTag")}
      searchable
      value={search.tag ?? null}
    />
  );
}
