import { useTranslation } from "react-i18next";
import { useReader } from "@/lib/reader";
import { fullTime } from "@/lib/time";
import type { OutboxEntry } from "../outbox/database";
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
            <ContentView chosen={none} content={what.content} messageId={entry.id} />
          )}
        </div>
      </div>
      {refusal ? <Refusal entry={entry} sentence={refusal.message} /> : null}
    </div>
  );
}

function Refusal({ entry, sentence }: { entry: OutboxEntry; sentence: string }) {
  const { t } = useTranslation();
  const sending = useSending();
  const { id, conversation_id, what } = entry;
  const words =
    what.kind === "note" ? what.text : what.content.kind === "text" ? what.content.text : null;
  const putBack = () => {
    if (sending && words !== null) {
      const draft = sending.drafts.of(conversation_id);
      const before = draft[what.kind];
      const together = before ? `${words}\n${before}` : words;
      sending.drafts.write(conversation_id, { mode: what.kind, [what.kind]: together });
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
        <button className={classes.troubleAction} onClick={putBack} type="button">
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
