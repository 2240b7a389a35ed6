import { Loader } from "@mantine/core";
import type { Author, ConversationOut, TimelineItem } from "@obrol/api";
import { IconArrowDown } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useReader } from "@/lib/reader";
import { usePending } from "../outbox/SendingProvider";
import { BlockView } from "./BlockView";
import { blocksOf, picturesIn } from "./blocks";
import { chosenBy } from "./choices";
import { JumpToUnread } from "./JumpToUnread";
import { PicturesContext } from "./PicturesContext";
import { PictureViewer } from "./PictureViewer";
import { TypingLine } from "./TypingLine";
import classes from "./timeline.module.css";
import type { FirstUnread } from "./useFirstUnread";
import { useTimelineScroll } from "./useTimelineScroll";

type Props = {
  conversation: ConversationOut;
  items: readonly TimelineItem[];
  hasOlder: boolean;
  loadingOlder: boolean;
  onOlder: () => void;
  foundId: string | undefined;
  firstUnread: FirstUnread | null;
};

/** Part 2: what was said, newest at the bottom. */
export function Timeline(props: Props) {
  const { conversation, items, hasOlder, loadingOlder, onOlder, foundId, firstUnread } = props;
  const { t } = useTranslation();
  const { agentId, name, time } = useReader();
  const pending = usePending(conversation.id);
  const [shown, setShown] = useState<string | null>(null);
  const me: Author = useMemo(() => ({ kind: "agent", id: agentId, name }), [agentId, name]);
  const blocks = useMemo(
    () => blocksOf(items, pending, me, time.zone, firstUnread?.id),
    [items, pending, me, time.zone, firstUnread?.id],
  );
  const chosenIn = useMemo(() => chosenBy(items), [items]);
  const pictures = useMemo(() => picturesIn(items), [items]);
  const viewer = useMemo(() => ({ open: setShown }), []);
  const { scroller, top, unseen, away, toNewest } = useTimelineScroll({
    items,
    pendingCount: pending.length,
    foundId,
    hasOlder,
    onOlder,
  });

  return (
    <PicturesContext value={viewer}>
      <div className={classes.frame}>
        <section
          aria-label={t("conversation.timeline")}
          className={classes.scroller}
          ref={scroller}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable without a mouse.
          tabIndex={0}
        >
          <div className={classes.content}>
            <div ref={top} />
            {loadingOlder ? (
              <div className={classes.older} role="status">
                <Loader aria-hidden size={16} />
                <span className="visually-hidden">{t("conversation.older")}</span>
              </div>
            ) : null}
            {blocks.length === 0 ? (
              <p className={classes.event}>{t("conversation.empty")}</p>
            ) : null}
            {blocks.map((block) => (
              <BlockView
                block={block}
                chosenIn={chosenIn}
                contact={conversation.contact}
                foundId={foundId}
                key={block.key}
              />
            ))}
            <TypingLine conversation={conversation} />
          </div>
        </section>
        {firstUnread ? (
          <JumpToUnread
            first={firstUnread}
            hasOlder={hasOlder}
            loadingOlder={loadingOlder}
            onOlder={onOlder}
            scroller={scroller}
          />
        ) : null}
        {away ? (
          <button className={classes.toNewest} onClick={toNewest} type="button">
            <IconArrowDown aria-hidden size={16} />
            {unseen > 0 ? t("conversation.newer", { count: unseen }) : t("conversation.toNewest")}
          </button>
        ) : null}
        <PictureViewer onShow={setShown} pictures={pictures} shown={shown} />
      </div>
    </PicturesContext>
  );
}
