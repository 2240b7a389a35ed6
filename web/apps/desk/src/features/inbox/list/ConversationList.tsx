import { Button } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useReader } from "@/lib/reader";
import { Blank } from "@/ui/Blank";
import { ListSkeleton } from "@/ui/Skeletons";
import { ActiveFilters } from "./ActiveFilters";
import { FilterMenu } from "./FilterMenu";
import { activeFilters, listFilter, without } from "./filters";
import type { InboxSearch } from "./InboxSearch";
import classes from "./list.module.css";
import { ROW_MENUS } from "./RowMenu";
import { chosenScope, type ScopeChoice, ScopePicker } from "./ScopePicker";
import { SearchBox } from "./SearchBox";
import { SearchResults } from "./SearchResults";
import { StatusRows } from "./StatusRows";
import { StatusSwitch } from "./StatusSwitch";

type Props = {
  search: InboxSearch;
  selectedId: string | null;
  /** Null until they are known. */
  scopes: readonly ScopeChoice[] | null;
  onSearch: (search: InboxSearch) => void;
};

/** Part 1: who wrote, newest first, live. */
export function ConversationList({ search, selectedId, scopes, onSearch }: Props) {
  const { t } = useTranslation();
  const [words] = useDebouncedValue(search.q?.trim() ?? "", 180);
  const { agentId } = useReader();
  const filters = activeFilters(search);
  const asksForAll = !search.channel && !search.bot;
  const scope = scopes || asksForAll ? chosenScope(scopes ?? [], search) : undefined;
  return (
    <section aria-label={t("inbox.list.label")} className={classes.list}>
      <header className={classes.head}>
        <div className={classes.headTop}>
          <ScopePicker
            onChange={({ channel, bot }) => {
              const { channel: _channel, bot: _bot, ...rest } = search;
              onSearch({ ...rest, ...(channel && { channel }), ...(bot && { bot }) });
            }}
            scopes={scopes ?? []}
            search={search}
          />
          {scope && !search.q ? (
            <FilterMenu onSearch={onSearch} scope={scope} search={search} />
          ) : null}
        </div>
        <SearchBox
          onChange={(q) => {
            const { q: _, ...rest } = search;
            onSearch(q ? { ...rest, q } : rest);
          }}
          value={search.q ?? ""}
        />
        {search.q || !scope ? null : (
          <StatusSwitch
            onChange={(status) => {
              const { status: _, ...rest } = search;
              onSearch(status === "open" ? rest : { ...rest, status });
            }}
            scope={scope}
            status={search.status ?? "open"}
          />
        )}
        {search.q ? null : <ActiveFilters onSearch={onSearch} search={search} />}
      </header>
      {scope === undefined ? (
        <ListSkeleton label={t("shell.state.loading")} />
      ) : scope === null ? (
        <Blank
          action={
            <Button onClick={() => onSearch({})} variant="default">
              {t("inbox.list.allChannels")}
            </Button>
          }
          icon={<IconPlugConnectedX size={32} stroke={1.5} />}
          title={t("inbox.list.empty.scopeTitle")}
        >
          {t("inbox.list.empty.scopeText")}
        </Blank>
      ) : words && search.q ? (
        <SearchResults scope={scope} selectedId={selectedId} words={words} />
      ) : (
        <StatusRows
          filter={listFilter(search, scope, agentId)}
          key={JSON.stringify(listFilter(search, scope, agentId))}
          onClearFilters={filters.length > 0 ? () => onSearch(without(search, filters)) : undefined}
          selectedId={selectedId}
        />
      )}
      <div id={ROW_MENUS} />
    </section>
  );
}
