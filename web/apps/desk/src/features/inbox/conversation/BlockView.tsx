import { useTranslation } from "react-i18next";
import { useReader } from "@/lib/reader";
import { dayName } from "@/lib/time";
import { useNow } from "@/ui/useNow";
import type { Block } from "./blocks";
import { EventLine } from "./EventLine";
import { GroupView } from "./GroupView";
import classes from "./timeline.module.css";

type Props = {
  block: Block;
  contact: { name: string; picture_url: string | null };
  chosenIn: (messageId: string) => ReadonlySet<string>;
  foundId: string | undefined;
};

export function BlockView({ block, ...group }: Props) {
  switch (block.kind) {
    case "day":
      return <DayLine at={block.at} />;
    case "new":
      return <NewLine />;
    case "line":
      return <EventLine at={block.at} event={block.event} />;
    case "group":
      return <GroupView group={block} {...group} />;
  }
}

function DayLine({ at }: { at: Date }) {
  const { t } = useTranslation();
  const { time } = useReader();
  const day = dayName(at, useNow(60_000), time);
  return (
    <h3 className={classes.day}>
      {day.kind === "date" ? day.text : t(`conversation.${day.kind}`)}
    </h3>
  );
}

/** Where reading left off. */
function NewLine() {
  const { t } = useTranslation();
  return (
    <h3 className={classes.newLine} data-first-unread>
      {t("conversation.new")}
    </h3>
  );
}
