import { Button } from "@mantine/core";
import type { ConversationRow } from "@obrol/api";
import { IconMessageOff } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { sentenceOf, statusOf } from "@/lib/problems";
import { Blank } from "@/ui/Blank";
import { BubblesSkeleton } from "@/ui/Skeletons";
import { conversationQuery, timelineQuery } from "../api";
import { Composer } from "../composer/Composer";
import { ControlledRun } from "../subflow/ControlledRun";
import { isOfBot, itemsOf } from "../timeline";
import { useView } from "../useView";
import { ConversationHead, type HeadProps } from "./ConversationHead";
import classes from "./ConversationView.module.css";
import { HiddenBot } from "./HiddenBot";
import { Timeline } from "./Timeline";
import { useFirstUnread } from "./useFirstUnread";
import { useLooking } from "./useLooking";
import { useMarkCommands } from "./useMarkCommands";
import { useMarkRead } from "./useMarkRead";

type Props = Omit<HeadProps, "conversation"> & {
  conversationId: string;
  foundId: string | undefined;
};

/** Parts 2 and 3 of the live chat page: what was said, and where to answer. */
export function ConversationView({ conversationId, foundId, ...head }: Props) {
  const { t } = useTranslation();
  const row = useQuery(conversationQuery(conversationId));
  useLooking(conversationId);

  if (row.isError && !row.data) {
    const gone = statusOf(row.error) === 404;
    return (
      <Blank
        action={
          <Button onClick={gone ? head.onBack : () => void row.refetch()} variant="default">
            {t(gone ? "inbox.head.back" : "shell.state.tryAgain")}
          </Button>
        }
        icon={<IconMessageOff size={32} stroke={1.5} />}
        role="alert"
        title={t(gone ? "conversation.goneTitle" : "shell.state.failedTitle")}
      >
        {gone ? t("conversation.goneText") : sentenceOf(row.error)}
      </Blank>
    );
  }
  if (!row.data) {
    return <BubblesSkeleton label={t("shell.state.loading")} />;
  }
  return <Loaded foundId={foundId} head={head} key={conversationId} row={row.data} />;
}

function Loaded({
  row,
  head,
  foundId,
}: {
  row: ConversationRow;
  head: Omit<HeadProps, "conversation">;
  foundId: string | undefined;
}) {
  const { t } = useTranslation();
  const { conversation } = row;
  const { isKnown, hidesBot: wantsBotHidden, setHidesBot } = useView(conversation.id);
  const hidesBot = useUnlessLookedFor(isKnown ? wantsBotHidden : undefined, foundId);
  const timeline = useInfiniteQuery({
    ...timelineQuery(conversation.id, hidesBot),
    enabled: isKnown,
  });
  const { fetchNextPage, isFetchingNextPage, hasNextPage } = timeline;
  const items = useMemo(() => {
    const all = itemsOf(timeline.data?.pages ?? []);
    return hidesBot ? all.filter((item) => !isOfBot(item)) : all;
  }, [timeline.data, hidesBot]);
  const onOlder = useCallback(() => {
    if (!isFetchingNextPage) {
      void fetchNextPage();
    }
  }, [fetchNextPage, isFetchingNextPage]);
  const firstUnread = useFirstUnread(row, items);
  useMarkRead(row, timeline.isSuccess);
  useMarkCommands(row, head.onBack);

  return (
    <section
      aria-label={t("conversation.label", { name: conversation.contact.name })}
      className={classes.conversation}
    >
      <ConversationHead conversation={conversation} {...head} />
      {hidesBot ? <HiddenBot onShow={() => void setHidesBot(false)} /> : null}
      {timeline.isPending ? (
        <div className={classes.loading}>
          <BubblesSkeleton label={t("shell.state.loading")} />
        </div>
      ) : timeline.isError && items.length === 0 ? (
        <div className={classes.loading}>
          <Blank
            action={
              <Button onClick={() => void timeline.refetch()} variant="default">
                {t("shell.state.tryAgain")}
              </Button>
            }
            role="alert"
            title={t("shell.state.failedTitle")}
          >
            {sentenceOf(timeline.error)}
          </Blank>
        </div>
      ) : (
        <Timeline
          conversation={conversation}
          firstUnread={firstUnread}
          foundId={foundId}
          hasOlder={hasNextPage}
          items={items}
          key={String(hidesBot)}
          loadingOlder={isFetchingNextPage}
          onOlder={onOlder}
        />
      )}
      <ControlledRun conversation={conversation} />
      <Composer conversation={conversation} />
    </section>
  );
}

/** Whoever comes from the search sees what they looked for, also if the bot said it; until they touch the switch. */
function useUnlessLookedFor(hidesBot: boolean | undefined, foundId: string | undefined): boolean {
  const [revealedFor, setRevealedFor] = useState(foundId);
  const [lastFound, setLastFound] = useState(foundId);
  if (foundId !== lastFound) {
    setLastFound(foundId);
    setRevealedFor(foundId);
  } else if (hidesBot === false && revealedFor !== undefined) {
    setRevealedFor(undefined);
  }
  return hidesBot === true && revealedFor === undefined;
}
