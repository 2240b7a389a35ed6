import { Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ConversationOut, ScheduledReplyOut } from "@obrol/api";
import { IconClock, IconPlayerPause } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "@/lib/queryKeys";
import { useReader } from "@/lib/reader";
import { momentAhead } from "@/lib/time";
import { useTold } from "@/lib/useTold";
import { useSending } from "../outbox/SendingProvider";
import { rescheduleReply, scheduledActions, scheduledQuery } from "../writing.api";
import classes from "./later.module.css";
import { TimePicker } from "./TimePicker";
import { wordsAndFilesOf } from "./takeBack";

const REASONS = [
  "contact_wrote",
  "colleague_wrote",
  "writer_gone",
  "variable_empty",
  "persona_unknown",
  "attachment_unknown",
] as const;

/** What goes later, and what did not go because somebody wrote since. */
export function ScheduledList({ conversation }: { conversation: ConversationOut }) {
  const { t } = useTranslation();
  const { data: replies = [] } = useQuery(scheduledQuery(conversation.id));
  return replies.length === 0 ? null : (
    <ul aria-label={t("composer.later.list")} className={classes.list}>
      {replies.map((reply) => (
        <Scheduled key={reply.id} name={conversation.contact.name} reply={reply} />
      ))}
    </ul>
  );
}

function Scheduled({ reply, name }: { reply: ScheduledReplyOut; name: string }) {
  const { t } = useTranslation();
  const { agentId, time } = useReader();
  const sending = useSending();
  const { id, conversation_id, author } = reply;
  const renews = [keys.scheduled(conversation_id)];
  const sendNow = useTold({ mutationFn: scheduledActions.sendNow, renews });
  const cancel = useTold({ mutationFn: scheduledActions.cancel, renews });
  const { words, attachments } = wordsAndFilesOf(reply.contents);
  const edit = useTold({
    mutationFn: scheduledActions.cancel,
    renews,
    onSuccess: () => {
      const before = sending?.drafts.of(conversation_id).reply;
      sending?.drafts.write(conversation_id, {
        mode: "reply",
        reply: before ? `${words}\n${before}` : words,
        persona_id: reply.persona_id,
      });
      void sending?.tray.addUploaded(conversation_id, attachments);
    },
  });
  const [moving, { open, close }] = useDisclosure(false);
  const move = useTold({ mutationFn: rescheduleReply, renews, onSuccess: close });
  const busy = move.isPending || sendNow.isPending || cancel.isPending || edit.isPending;
  const known = REASONS.find((reason) => reason === reply.held_because);
  const state = reply.held_because
    ? t("composer.later.held", { why: t(`composer.later.because.${known ?? "other"}`, { name }) })
    : t("composer.later.scheduled", { time: momentAhead(new Date(reply.send_at), time) });
  const Icon = reply.held_because ? IconPlayerPause : IconClock;
  return (
    <li className={classes.scheduled} data-held={reply.held_because !== null || undefined}>
      <Icon aria-hidden className={classes.icon} size={16} />
      <span className={classes.said}>
        <b>{state}</b>
        {author.id === agentId ? null : ` ${t("composer.later.by", { name: author.name })}`}
        <span className={classes.words}>
          {[words, ...attachments.map((one) => one.name)].filter(Boolean).join(" · ")}
        </span>
      </span>
      <span className={classes.actions}>
        <button disabled={busy} onClick={() => sendNow.mutate(id)} type="button">
          {t("composer.later.sendNow")}
        </button>
        <button disabled={busy} onClick={open} type="button">
          {t("composer.later.again")}
        </button>
        <button disabled={busy} onClick={() => edit.mutate(id)} type="button">
          {t("composer.later.edit")}
        </button>
        <button disabled={busy} onClick={() => cancel.mutate(id)} type="button">
          {t("composer.later.cancel")}
        </button>
      </span>
      <Modal
        closeButtonProps={{ "aria-label": t("shell.action.close") }}
        onClose={close}
        opened={moving}
        size="sm"
        title={t("composer.later.again")}
      >
        <TimePicker
          name={name}
          onPick={(at, anyway) =>
            move
              .mutateAsync({ id, send_at: at.toISOString(), send_anyway: anyway })
              .catch(() => undefined)
          }
        />
      </Modal>
    </li>
  );
}
