import { Button } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Blank } from "@/ui/Blank";
import { ListSkeleton } from "@/ui/Skeletons";
import type { InboxSearch } from "./InboxSearch";
import classes from "./list.module.css";
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
  const asksForAll = !search.channel && !search.bot;
  const scope = scopes || asksForAll ? chosenScope(scopes ?? [], search) : undefined;
  return (
    <section aria-label={t("inbox.list.label")} className={classes.list}>
      <header className={classes.head}>
        <ScopePicker
          onChange={({ channel, bot }) => {
            const { channel: _channel, bot: _bot, ...rest } = search;
            onSearch({ ...rest, ...(channel && { channel }), ...(bot && { bot }) });
          }}
          scopes={scopes ?? []}
          search={search}
        />
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
          filter={{ ...scope, status: search.status ?? "open" }}
          key={`${search.status} ${search.channel} ${search.bot}`}
          selectedId={selectedId}
        />
      )}
    </section>
  );
}
