import { notifications } from "@mantine/notifications";
import type { MessageOut } from "@obrol/api";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { sentenceOf } from "@/lib/problems";
import { useReader } from "@/lib/reader";
import { fullTime } from "@/lib/time";
import { sendAgain } from "../api";
import { putMessage } from "../timeline";
import { BotMessageMenu } from "./BotMessageMenu";
import classes from "./bubbles.module.css";
import { ContentView } from "./ContentView";
import { canSendAgain, needsAttention, reasonOf } from "./delivery";
import { Ticks } from "./Ticks";

type Props = {
  message: MessageOut;
  chosen: ReadonlySet<string>;
  found: boolean;
  showTicks: boolean;
};

export function MessageBubble({ message, chosen, found, showTicks }: Props) {
  const { time } = useReader();
  const { delivery, author } = message;
  const ours = message.direction === "outbound";
  return (
    <div className={classes.row}>
      <div className={classes.line}>
        {author.kind === "bot" && message.flow_id && message.step_id ? (
          <BotMessageMenu message={message} />
        ) : null}
        {ours && (showTicks || needsAttention(delivery)) ? <Ticks state={delivery} /> : null}
        <div
          className={classes.bubble}
          data-author={author.kind}
          data-failed={delivery === "failed" || undefined}
          data-found={found || undefined}
          data-held={delivery === "held" || undefined}
          data-message={message.id}
          title={fullTime(new Date(message.created_at), time)}
        >
          <ContentView chosen={chosen} content={message.content} messageId={message.id} />
        </div>
      </div>
      {ours && needsAttention(delivery) ? <Trouble message={message} /> : null}
    </div>
  );
}

/** Why a message did not arrive, and what can be done about it. */
function Trouble({ message }: { message: MessageOut }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const again = useMutation({
    mutationFn: () => sendAgain(message.id),
    onSuccess: (sent) => putMessage(cache, sent),
    onError: (error) => notifications.show({ color: "red", message: sentenceOf(error) }),
  });
  const { delivery } = message;
  const reason = reasonOf(message.delivery_reason);
  return (
    <p
      className={classes.trouble}
      data-bad={delivery === "failed" || undefined}
      style={{ margin: 0 }}
    >
      <span>
        {t(`conversation.delivery.${delivery}`)}
        {reason ? `. ${t(`conversation.reason.${reason.key}`, { detail: reason.detail })}` : null}
      </span>
      {canSendAgain(delivery) ? (
        <button
          className={classes.troubleAction}
          disabled={again.isPending}
          onClick={() => again.mutate()}
          type="button"
        >
          {t("conversation.sendAgain")}
        </button>
      ) : null}
    </p>
  );
}
