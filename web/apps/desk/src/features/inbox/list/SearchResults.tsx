import { IconSearchOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { sentenceOf } from "@/lib/problems";
import type { Scope } from "@/lib/queryKeys";
import { Blank } from "@/ui/Blank";
import { ListSkeleton } from "@/ui/Skeletons";
import { useNow } from "@/ui/useNow";
import { searchQuery } from "../api";
import { ConversationRow } from "./ConversationRow";
import { shortened } from "./excerpt";
import classes from "./list.module.css";

type Props = { words: string; scope: Scope; selectedId: string | null };

/** What a search found: names first, then words in messages. */
export function SearchResults({ words, scope, selectedId }: Props) {
  const { t } = useTranslation();
  const now = useNow(60_000);
  const found = useQuery(searchQuery(words, scope));
  if (found.isPending) {
    return <ListSkeleton label={t("shell.state.loading")} rows={4} />;
  }
  if (found.isError) {
    return (
      <Blank role="alert" title={t("shell.state.failedTitle")}>
        {sentenceOf(found.error)}
      </Blank>
    );
  }
  const { rows, found_in_messages } = found.data;
  if (rows.length === 0 && found_in_messages.length === 0) {
    return (
      <Blank
        icon={<IconSearchOff size={32} stroke={1.5} />}
        title={t("inbox.list.empty.searchTitle")}
      >
        {t("inbox.list.empty.searchText")}
      </Blank>
    );
  }
  return (
    <div className={classes.scroller}>
      {rows.length > 0 ? (
        <section>
          <h2 className={classes.groupName}>{t("inbox.list.byName")}</h2>
          <ul className={classes.plainRows}>
            {rows.map((row) => (
              <li key={row.conversation.id}>
                <ConversationRow
                  now={now}
                  row={row}
                  selected={row.conversation.id === selectedId}
                />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {found_in_messages.length > 0 ? (
        <section>
          <h2 className={classes.groupName}>{t("inbox.list.inMessages")}</h2>
          <ul className={classes.plainRows}>
            {found_in_messages.map(({ message, ...row }) => (
              <li key={message.id}>
                <ConversationRow
                  found={{ ...message, excerpt: shortened(message.excerpt) }}
                  now={now}
                  row={row}
                  selected={row.conversation.id === selectedId}
                />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}
