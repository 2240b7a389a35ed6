import { Button, TextInput } from "@mantine/core";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAnsweredWords } from "@/lib/useAnsweredWords";
import { Answered } from "@/ui/Answered";
import { Blank } from "@/ui/Blank";
import { Lines, Page } from "@/ui/Page";

const FILTERED_FROM = 12; // fewer are seen at a glance

type Named = { id: string; name: string };

type Props<One extends Named> = {
  words: { title: string; lead: string; add: string; emptyTitle: string; emptyText: string };
  icon: ReactNode;
  query: UseQueryResult<One[]>;
  /** Null for who may not add any. */
  onAdd: (() => void) | null;
  line: (one: One) => ReactNode;
};

/** A page of things that have a name: found by it, added, and changed one by one. */
export function ContentPage<One extends Named>({ words, icon, query, onAdd, line }: Props<One>) {
  const { t } = useTranslation();
  const answered = useAnsweredWords();
  const [wanted, setWanted] = useState("");
  const add = onAdd ? (
    <Button leftSection={<IconPlus size={16} />} onClick={onAdd}>
      {words.add}
    </Button>
  ) : null;
  return (
    <Page actions={add} lead={words.lead} title={words.title}>
      <Answered query={query} {...answered}>
        {(all) => {
          const found = all.filter((one) => folded(one.name).includes(folded(wanted)));
          return all.length === 0 ? (
            <Blank icon={icon} title={words.emptyTitle}>
              {words.emptyText}
            </Blank>
          ) : (
            <>
              {all.length >= FILTERED_FROM ? (
                <TextInput
                  aria-label={t("content.filter")}
                  leftSection={<IconSearch aria-hidden size={16} />}
                  mb="md"
                  onChange={(event) => setWanted(event.currentTarget.value)}
                  placeholder={t("content.filter")}
                  type="search"
                  value={wanted}
                  w={280}
                />
              ) : null}
              {found.length > 0 ? (
                <Lines>{found.map(line)}</Lines>
              ) : (
                <Blank title={t("content.nothingFound")} />
              )}
            </>
          );
        }}
      </Answered>
    </Page>
  );
}

function folded(text: string): string {
  return text.trim().normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
}
