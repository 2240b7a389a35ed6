import { useDebouncedValue } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import type { InboxSearch } from "./InboxSearch";
import classes from "./list.module.css";
import { type ScopeChoice, ScopePicker } from "./ScopePicker";
import { SearchBox } from "./SearchBox";
import { SearchResults } from "./SearchResults";
import { StatusRows } from "./StatusRows";
import { StatusSwitch } from "./StatusSwitch";

type Props = {
  search: InboxSearch;
  selectedId: string | null;
  scopes: readonly ScopeChoice[];
  onSearch: (search: InboxSearch) => void;
};

/** Part 1: who wrote, newest first, live. */
export function ConversationList({ search, selectedId, scopes, onSearch }: Props) {
  const { t } = useTranslation();
  const [words] = useDebouncedValue(search.q?.trim() ?? "", 180);
  const chosen = scopes.find((one) => one.channel === search.channel && one.bot === search.bot);
  const scope = chosen ? { channel_id: chosen.channelIds } : {};
  return (
    <section aria-label={t("inbox.list.label")} className={classes.list}>
      <header className={classes.head}>
        <ScopePicker
          onChange={({ channel, bot }) => {
            const { channel: _channel, bot: _bot, ...rest } = search;
            onSearch({ ...rest, ...(channel && { channel }), ...(bot && { bot }) });
          }}
          scopes={scopes}
          search={search}
        />
        <SearchBox
          onChange={(q) => {
            const { q: _, ...rest } = search;
            onSearch(q ? { ...rest, q } : rest);
          }}
          value={search.q ?? ""}
        />
        {search.q ? null : (
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
      {words && search.q ? (
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
