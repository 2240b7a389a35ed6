import { IconArrowUp } from "@tabler/icons-react";
import { type RefObject, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./timeline.module.css";
import type { FirstUnread } from "./useFirstUnread";

type Props = {
  first: FirstUnread;
  scroller: RefObject<HTMLElement | null>;
  hasOlder: boolean;
  loadingOlder: boolean;
  onOlder: () => void;
};

/** The way up to where reading left off; gone once that has been in view. */
export function JumpToUnread({ first, scroller, hasOlder, loadingOlder, onOlder }: Props) {
  const { t } = useTranslation();
  const [isAbove, setIsAbove] = useState(false);
  const [wasSeen, setWasSeen] = useState(false);
  const [isWanted, setIsWanted] = useState(false);
  const isLoaded = first.id !== null;

  useEffect(() => {
    const [root, line] = [scroller.current, lineIn(scroller.current)];
    if (!isLoaded || !root || !line) {
      return;
    }
    const watch = new IntersectionObserver(
      (entries) => {
        const last = entries.at(-1);
        if (last?.isIntersecting) {
          setWasSeen(true);
        } else if (last) {
          setIsAbove(last.boundingClientRect.top < (last.rootBounds?.top ?? 0));
        }
      },
      { root },
    );
    watch.observe(line);
    return () => watch.disconnect();
  }, [isLoaded, scroller]);

  // It is older than what is loaded: pages are fetched until it is there.
  useEffect(() => {
    if (!isWanted) {
      return;
    }
    if (isLoaded) {
      lineIn(scroller.current)?.scrollIntoView({ block: "center" });
    } else if (hasOlder && !loadingOlder) {
      onOlder();
    }
  }, [isWanted, isLoaded, hasOlder, loadingOlder, onOlder, scroller]);

  if (wasSeen || (isLoaded && !isAbove) || (!isLoaded && !hasOlder)) {
    return null;
  }
  const jump = () => {
    setIsWanted(true);
    lineIn(scroller.current)?.scrollIntoView({ block: "center" });
  };
  return (
    <button className={classes.toUnread} onClick={jump} type="button">
      <IconArrowUp aria-hidden size={16} />
      {t("conversation.toUnread", { count: first.count })}
    </button>
  );
}

function lineIn(scroller: HTMLElement | null): Element | null {
  return scroller?.querySelector("[data-first-unread]") ?? null;
}
