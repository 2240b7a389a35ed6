import { useTranslation } from "react-i18next";
import { useReader } from "@/lib/reader";
import { fullTime } from "@/lib/time";
import { useNow } from "@/ui/useNow";
import { putBack } from "../composer/takeBack";
import type { OutboxEntry } from "../outbox/database";
import { isWaitingToBeUndone } from "../outbox/Outbox";
import { useSending } from "../outbox/SendingProvider";
import classes from "./bubbles.module.css";
import { ContentView } from "./ContentView";
import { RichText } from "./RichText";
import { Ticks } from "./Ticks";

const none: ReadonlySet<string> = new Set();

/** What was written here and is not acknowledged yet, or was refused. */
export function PendingBubble({ entry }: { entry: OutboxEntry }) {
  const { time } = useReader();
  const { what, refusal } = entry;
  return (
    <div className={classes.row}>
      <div className={classes.line}>
        <Ticks state={refusal ? "failed" : "waiting"} />
        <div
          className={classes.bubble}
          data-author="agent"
          data-failed={refusal !== null || undefined}
          data-message={entry.id}
          data-note={what.kind === "note" || undefined}
          data-pending={refusal === null || undefined}
          title={fullTime(new Date(entry.created_at), time)}
        >
          {what.kind === "note" ? (
            <RichText text={what.text} />
          ) : (
            <ContentView
              chosen={none}
              content={
                what.shown && what.content.kind === "text"
                  ? { ...what.content, text: what.shown }
                  : what.content
              }
              messageId={entry.id}
            />
          )}
        </div>
      </div>
      {refusal ? (
        <Refusal entry={entry} sentence={refusal.message} />
      ) : isWaitingToBeUndone(entry) ? (
        <Undo entry={entry} />
      ) : null}
    </div>
  );
}

/** For a moment, what was sent can be taken back to where it was written. */
function Undo({ entry }: { entry: OutboxEntry }) {
  const { t } = useTranslation();
  const sending = useSending();
  const now = useNow(500);
  const seconds = Math.max(0, Math.ceil(((entry.not_before ?? 0) - now.getTime()) / 1_000));
  const undo = async () => {
    if (sending) {
      putBack(sending, await sending.outbox.takeBack(entry.batch));
    }
  };
  return seconds === 0 ? null : (
    <p className={classes.trouble} style={{ margin: 0 }}>
      <span>{t("composer.undoIn", { seconds })}</span>
      <button className={classes.troubleAction} onClick={() => void undo()} type="button">
        {t("composer.undo")}
      </button>
    </p>
  );
}

function Refusal({ entry, sentence }: { entry: OutboxEntry; sentence: string }) {
  const { t } = useTranslation();
  const sending = useSending();
  const { id, what } = entry;
  const words =
    what.kind === "note" ? what.text : what.content.kind === "text" ? what.content.text : null;
  const editAgain = () => {
    if (sending) {
      putBack(sending, [entry]);
      void sending.outbox.discard(id);
    }
  };
  return (
    <p className={classes.trouble} data-bad role="alert" style={{ margin: 0 }}>
      <span>{`${t("conversation.delivery.refused")}. ${sentence}`}</span>
      <button
        className={classes.troubleAction}
        onClick={() => void sending?.outbox.retry(id)}
        type="button"
      >
        {t("conversation.sendAgain")}
      </button>
      {words === null ? null : (
        <button className={classes.troubleAction} onClick={editAgain} type="button">
          {t("conversation.editAgain")}
        </button>
      )}
      <button
        className={classes.troubleAction}
        onClick={() => void sending?.outbox.discard(id)}
        type="button"
      >
        {t("conversation.discard")}
      </button>
    </p>
  );
}
