import { Skeleton } from "@mantine/core";
import type { ConversationRow as Row } from "@obrol/api";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/ui/useNow";
import { ConversationRow } from "./ConversationRow";
import classes from "./list.module.css";
import { RowMenu } from "./RowMenu";

const ROW_HEIGHT = 80;
const MINUTE = 60_000;
// Ask for the next page while there are still this many rows below the screen.
const AHEAD = 15;

type Props = {
  rows: readonly Row[];
  selectedId: string | null;
  hasMore: boolean;
  onMore: () => void;
};

/** Any number of rows, of which only those on the screen exist. */
export function VirtualRows({ rows, selectedId, hasMore, onMore }: Props) {
  const { t } = useTranslation();
  const now = useNow(MINUTE);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_HEIGHT,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => rows[index]?.conversation.id ?? index,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;

  useEffect(() => {
    if (hasMore && lastShown >= rows.length - AHEAD) {
      onMore();
    }
  }, [hasMore, lastShown, rows.length, onMore]);

  useStayInPlace(scroller, rows);
  useShowSelected(rows, selectedId, (index) => virtual.scrollToIndex(index));

  const onKeyDown = (event: React.KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const focused = document.activeElement?.closest("[data-index]");
    if (!step || !focused) {
      return;
    }
    const next = Number(focused.getAttribute("data-index")) + step;
    if (next >= 0 && next < rows.length) {
      event.preventDefault();
      virtual.scrollToIndex(next);
      requestAnimationFrame(() => {
        scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"] a`)?.focus();
      });
    }
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows move between the links inside; each link works alone.
    <div className={classes.scroller} onKeyDown={onKeyDown} ref={scroller}>
      <ul className={classes.rows} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          return row ? (
            <li
              className={classes.place}
              data-index={item.index}
              key={item.key}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <ConversationRow now={now} row={row} selected={row.conversation.id === selectedId} />
              <RowMenu row={row} />
            </li>
          ) : null;
        })}
      </ul>
      {hasMore ? (
        <div aria-label={t("shell.state.loading")} className={classes.more} role="status">
          <Skeleton circle height={40} />
          <Skeleton height={12} width="60%" />
        </div>
      ) : null}
    </div>
  );
}

/** When a row comes in above while somebody reads further down, what they read stays where it is. */
function useStayInPlace(
  scroller: React.RefObject<HTMLDivElement | null>,
  rows: readonly Row[],
): void {
  const before = useRef<readonly Row[]>(rows);
  useLayoutEffect(() => {
    const element = scroller.current;
    const first = Math.ceil((element?.scrollTop ?? 0) / ROW_HEIGHT);
    const anchor = before.current[first]?.conversation.id;
    before.current = rows;
    if (!element || first === 0 || !anchor) {
      return;
    }
    const moved = rows.findIndex((row) => row.conversation.id === anchor) - first;
    // An anchor that has itself gone to the top is no anchor.
    if (moved !== 0 && Math.abs(moved) < first) {
      element.scrollTop += moved * ROW_HEIGHT;
    }
  }, [rows, scroller]);
}

/** Whatever was chosen otherwise than by a click is brought into view, once. */
function useShowSelected(
  rows: readonly Row[],
  selectedId: string | null,
  show: (index: number) => void,
): void {
  const newest = useRef({ rows, show });
  useEffect(() => {
    newest.current = { rows, show };
  });
  useEffect(() => {
    const index = newest.current.rows.findIndex((row) => row.conversation.id === selectedId);
    if (index >= 0) {
      newest.current.show(index);
    }
  }, [selectedId]);
}
