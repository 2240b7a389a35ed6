import { Button } from "@mantine/core";
import {
  IconCircleCheck,
  IconFilterOff,
  IconInbox,
  IconMoon,
  IconPlugConnectedX,
} from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { ListFilter } from "@/lib/queryKeys";
import { Blank } from "@/ui/Blank";
import { ListSkeleton } from "@/ui/Skeletons";
import { listQuery } from "../api";
import { pinnedFirst, rowsOf } from "../rows";
import { useStepCommands } from "./useStepCommands";
import { VirtualRows } from "./VirtualRows";

const ICONS = { open: IconInbox, done: IconCircleCheck, snoozed: IconMoon };

/** The conversations of one status, page by page. */
export function StatusRows({
  filter,
  selectedId,
  onClearFilters,
}: {
  filter: ListFilter;
  selectedId: string | null;
  onClearFilters: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(listQuery(filter));
  const pinned = useInfiniteQuery(listQuery({ ...filter, pinned: true }));
  const rows = useMemo(
    () => pinnedFirst(rowsOf(pinned.data?.pages ?? []), rowsOf(list.data?.pages ?? [])),
    [pinned.data, list.data],
  );
  useStepCommands(rows, selectedId);
  if (list.isPending) {
    return <ListSkeleton label={t("shell.state.loading")} />;
  }
  if (list.isError && rows.length === 0) {
    return (
      <Blank
        action={
          <Button onClick={() => void list.refetch()} variant="default">
            {t("shell.state.tryAgain")}
          </Button>
        }
        icon={<IconPlugConnectedX size={32} stroke={1.5} />}
        role="alert"
        title={t("shell.state.failedTitle")}
      >
        {t("shell.state.failedText")}
      </Blank>
    );
  }
  if (rows.length === 0 && !list.hasNextPage && onClearFilters) {
    return (
      <Blank
        action={
          <Button onClick={onClearFilters} variant="default">
            {t("inbox.filter.clear")}
          </Button>
        }
        icon={<IconFilterOff size={32} stroke={1.5} />}
        title={t("inbox.filter.emptyTitle")}
      >
        {t("inbox.filter.emptyText")}
      </Blank>
    );
  }
  if (rows.length === 0 && !list.hasNextPage) {
    const Icon = ICONS[filter.status];
    return (
      <Blank
        icon={<Icon size={32} stroke={1.5} />}
        title={t(`inbox.list.empty.${filter.status}Title`)}
      >
        {t(`inbox.list.empty.${filter.status}Text`)}
      </Blank>
    );
  }
  return (
    <VirtualRows
      hasMore={list.hasNextPage}
      onMore={() => {
        if (!list.isFetchingNextPage) {
          void list.fetchNextPage();
        }
      }}
      rows={rows}
      selectedId={selectedId}
    />
  );
}
