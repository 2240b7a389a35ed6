import { useTranslation } from "react-i18next";
import { useReader } from "@/lib/reader";
import { clockTime, fullTime, momentAhead } from "@/lib/time";
import type { EventItem } from "./blocks";
import { lineOf } from "./lineOf";
import classes from "./timeline.module.css";

/** A line such as "handed to the team by the bot". */
export function EventLine({ event, at }: { event: EventItem; at: Date }) {
  const { t } = useTranslation();
  const { time, agentId } = useReader();
  const { actor, data } = event;
  const who =
    actor.kind === "agent"
      ? actor.id === agentId
        ? t("conversation.who.you")
        : actor.name
      : t(`conversation.who.${actor.kind}`);
  const line = lineOf(event);
  const until = typeof data.until === "string" ? momentAhead(new Date(data.until), time) : "";
  const words = t(`conversation.event.${line}`, {
    who,
    time: until,
    assignee: String(data.assignee_name ?? ""),
    name: nameIn(event, line === "faulted"),
  });
  return (
    <p className={classes.event}>
      <span>{words.charAt(0).toLocaleUpperCase() + words.slice(1)}</span>
      <time dateTime={at.toISOString()} title={fullTime(at, time)}>
        {clockTime(at, time)}
      </time>
    </p>
  );
}

/** What the sentence names besides who did it: a fault, a flow, or the event itself when there are no words for it. */
function nameIn({ name, data }: EventItem, isFault: boolean): string {
  return String((isFault ? data.fault : data.flow_name) ?? name);
}
