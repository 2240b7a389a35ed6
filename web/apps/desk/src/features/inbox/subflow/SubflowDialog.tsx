import { Alert, Button, Group, Modal } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { ConversationOut, FlowOut } from "@obrol/api";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { newId } from "@/lib/ids";
import { sentenceOf } from "@/lib/problems";
import { sendSubflow, type WhileOn } from "../bot.api";
import { putConversation } from "../live";
import { FlowChoice } from "./FlowChoice";
import classes from "./subflow.module.css";

type Props = { conversation: ConversationOut; opened: boolean; onClose: () => void };

/** Sends the contact into a flow: choose it, see how it begins, send it. */
export function SubflowDialog({ conversation, opened, onClose }: Props) {
  const { t } = useTranslation();
  return (
    // The Enter and the Escape of a dialog inside of the composer's form are the dialog's own.
    // biome-ignore lint/a11y/noStaticElementInteractions: nothing is done here, only kept from the composer.
    <div
      onKeyDown={(event) => event.stopPropagation()}
      onSubmit={(event) => event.stopPropagation()}
    >
      <Modal onClose={onClose} opened={opened} size="lg" title={t("subflow.title")}>
        <Sending conversation={conversation} onClose={onClose} />
      </Modal>
    </div>
  );
}

function Sending({ conversation, onClose }: Omit<Props, "opened">) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  const [flow, setFlow] = useState<FlowOut | null>(null);
  // Kept while this flow is chosen: a second press after a lost answer sends nothing twice.
  const [runId, setRunId] = useState(newId);
  const isOn = conversation.answering === "team";
  const send = useMutation({
    mutationFn: ({ flowId, whileOn }: { flowId: string; whileOn: WhileOn }) =>
      sendSubflow(conversation.id, { id: runId, flow_id: flowId, while_on: whileOn }),
    onSuccess: (changed) => {
      putConversation(cache, changed);
      notifications.show({ message: t("subflow.sent", { name: flow?.name ?? "" }) });
      onClose();
    },
  });
  const sendAs = (whileOn: WhileOn) => flow && send.mutate({ flowId: flow.id, whileOn });
  return (
    <div className={classes.dialog}>
      <FlowChoice
        botId={conversation.bot_id}
        chosen={flow}
        onChoose={(next) => {
          setFlow(next);
          setRunId(newId());
          send.reset();
        }}
      />
      {isOn ? (
        <Alert
          color="orange"
          icon={<IconAlertTriangle aria-hidden size={20} />}
          style={{ background: "var(--waiting-soft)" }}
          title={t("subflow.onTitle")}
        >
          <p className={classes.why}>{t("subflow.onText")}</p>
          <Group gap={8}>
            <Button
              disabled={!flow || send.isPending}
              onClick={() => sendAs("switch_off")}
              size="sm"
              variant="default"
            >
              {t("subflow.switchOff")}
            </Button>
            <Button
              disabled={!flow || send.isPending}
              onClick={() => sendAs("control")}
              size="sm"
              variant="default"
            >
              {t("subflow.control")}
            </Button>
          </Group>
          <p className={classes.hint}>{t("subflow.controlHint")}</p>
        </Alert>
      ) : null}
      {send.isError ? (
        <Alert color="red" role="alert">
          {sentenceOf(send.error)}
        </Alert>
      ) : null}
      <Group justify="flex-end">
        <Button onClick={onClose} variant="default">
          {t("shell.action.cancel")}
        </Button>
        <Button
          color="blue"
          disabled={!flow || isOn}
          loading={send.isPending}
          onClick={() => sendAs("refuse")}
          title={isOn ? t("subflow.onTitle") : undefined}
        >
          {t("subflow.send")}
        </Button>
      </Group>
    </div>
  );
}
