import type { TimelineItem } from "@obrol/api";
import { useCallback, useEffect, useRef, useState } from "react";
import { identityOf } from "../timeline";

// Closer to the end than this counts as reading the newest message.
const AT_THE_END = 80;
// Older messages are asked for this long before the reader reaches the top.
const AHEAD = "800px 0px 0px 0px";

type Options = {
  items: readonly TimelineItem[];
  pendingCount: number;
  foundId: string | undefined;
  hasOlder: boolean;
  onOlder: () => void;
};

/**
 * The list lies upside down (column-reverse), so the browser itself keeps the distance to the end: older messages
 * come in above without a jump, and whoever is at the end stays there.
 */
export function useTimelineScroll({ items, pendingCount, foundId, hasOlder, onOlder }: Options) {
  const scroller = useRef<HTMLElement>(null);
  const top = useRef<HTMLDivElement>(null);
  const [away, setAway] = useState(false);
  const [unseen, setUnseen] = useState(0);
  const newest = useRef<string | null>(null);
  const height = useRef(0);

  const toNewest = useCallback(() => {
    scroller.current?.scrollTo({ top: 0, behavior: "smooth" });
  }, []);

  useEffect(() => {
    const element = scroller.current;
    const onScroll = () => {
      const isAway = Math.abs(element?.scrollTop ?? 0) > AT_THE_END;
      setAway(isAway);
      if (!isAway) {
        setUnseen(0);
      }
    };
    element?.addEventListener("scroll", onScroll, { passive: true });
    return () => element?.removeEventListener("scroll", onScroll);
  }, []);

  useEffect(() => {
    const [element, sentinel] = [scroller.current, top.current];
    if (!element || !sentinel || !hasOlder) {
      return;
    }
    const watch = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && onOlder(),
      { root: element, rootMargin: AHEAD },
    );
    watch.observe(sentinel);
    return () => watch.disconnect();
  }, [hasOlder, onOlder]);

  // Something new below somebody who reads further up: they stay where they are and are told.
  useEffect(() => {
    const element = scroller.current;
    const last = items.at(-1);
    const id = last ? identityOf(last) : null;
    const grown = (element?.scrollHeight ?? 0) - height.current;
    height.current = element?.scrollHeight ?? 0;
    const isNew = newest.current !== null && id !== newest.current;
    newest.current = id;
    if (isNew && element && element.scrollTop < -AT_THE_END) {
      setUnseen((count) => count + 1);
      if (grown > 0 && !CSS.supports("overflow-anchor", "auto")) {
        element.scrollTop -= grown;
      }
    }
  }, [items]);

  // What one sends oneself, one wants to see.
  useEffect(() => {
    if (pendingCount > 0) {
      scroller.current?.scrollTo({ top: 0 });
    }
  }, [pendingCount]);

  // A message from the search: pages are loaded until it is there, then it is shown.
  const isFound = items.some((item) => identityOf(item) === foundId);
  useEffect(() => {
    if (!foundId) {
      return;
    }
    if (isFound) {
      scroller.current
        ?.querySelector(`[data-message="${CSS.escape(foundId)}"]`)
        ?.scrollIntoView({ block: "center" });
    } else if (hasOlder) {
      onOlder();
    }
  }, [foundId, isFound, hasOlder, onOlder]);

  return { scroller, top, unseen, away, toNewest };
}
