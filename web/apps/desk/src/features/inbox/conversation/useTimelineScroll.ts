import type { TimelineItem } from "@obrol/api";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
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

/** A bubble in view, and how far below the top edge it stands. */
type Anchor = { id: string; offset: number };

/**
 * The list lies upside down (column-reverse), so the browser itself keeps whoever is at the end there. For whoever
 * reads further up, one bubble in view is held in its place; the browser's own anchoring does not know this layout.
 */
export function useTimelineScroll({ items, pendingCount, foundId, hasOlder, onOlder }: Options) {
  const scroller = useRef<HTMLElement>(null);
  const top = useRef<HTMLDivElement>(null);
  const [away, setAway] = useState(false);
  const [unseen, setUnseen] = useState(0);
  const newest = useRef<string | null>(null);
  const anchor = useRef<Anchor | null>(null);

  const toNewest = useCallback(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, []);

  useEffect(() => {
    const element = scroller.current;
    const onScroll = () => {
      const isAway = Math.abs(element?.scrollTop ?? 0) > AT_THE_END;
      anchor.current = isAway ? anchorIn(element) : null;
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

  // Whatever came in above or below: what somebody reads stays where it is, and they are told of what is new.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element && anchor.current) {
      element.scrollTop += driftOf(element, anchor.current);
      anchor.current = anchorIn(element);
    }
    const last = items.at(-1);
    const id = last ? identityOf(last) : null;
    if (newest.current !== null && id !== newest.current && anchor.current) {
      setUnseen((count) => count + 1);
    }
    newest.current = id;
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

function offsetOf(element: HTMLElement, bubble: Element): number {
  return bubble.getBoundingClientRect().top - element.getBoundingClientRect().top;
}

function anchorIn(element: HTMLElement | null): Anchor | null {
  const bubbles = [...(element?.querySelectorAll<HTMLElement>("[data-message]") ?? [])];
  const shown = element && bubbles.find((bubble) => offsetOf(element, bubble) >= 0);
  return shown ? { id: shown.dataset.message ?? "", offset: offsetOf(element, shown) } : null;
}

function driftOf(element: HTMLElement, { id, offset }: Anchor): number {
  const bubble = element.querySelector(`[data-message="${CSS.escape(id)}"]`);
  return bubble ? offsetOf(element, bubble) - offset : 0;
}
