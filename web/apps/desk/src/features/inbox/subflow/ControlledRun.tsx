import { Button } from "@mantine/core";
import type { ControlledRun as Controlled, ConversationOut } from "@obrol/api";
import { IconChevronRight, IconPlayerStop } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useReader } from "@/lib/reader";
import { momentAhead } from "@/lib/time";
import { useTold } from "@/lib/useTold";
import { useStepName } from "@/ui/flow/useStepName";
import { stopSubflow } from "../bot.api";
import { putConversation } from "../live";
import classes from "./subflow.module.css";

// The last few steps say where it came from; more would push the composer off a phone.
const STEPS_SHOWN = 4;

/** A sub flow that runs while the team keeps the conversation: where it is, and the way to stop it. */
export function ControlledRun({ conversation }: { conversation: ConversationOut }) {
  const run = conversation.controlled_run;
  return run ? <Running conversationId={conversation.id} run={run} /> : null;
}

function Running({ run, conversationId }: { run: Controlled; conversationId: string }) {
  const { t } = useTranslation();
  const { agentId, time } = useReader();
  const cache = useQueryClient();
  const stop = useTold({
    mutationFn: () => stopSubflow(conversationId),
    onSuccess: (changed) => putConversation(cache, changed),
  });
  const by = run.by.id === agentId ? t("conversation.who.you") : run.by.name;
  const state =
    run.waits_for === "time" && run.until
      ? t("subflow.waitsUntil", { time: momentAhead(new Date(run.until), time) })
      : t(run.waits_for === "reply" ? "subflow.waitsForReply" : "subflow.goesOn");
  return (
    <section aria-label={t("subflow.running", { name: run.flow_name })} className={classes.strip}>
      <div className={classes.stripText} role="status">
        <div className={classes.stripTitle}>{t("subflow.running", { name: run.flow_name })}</div>
        <Walked steps={run.walked.slice(-STEPS_SHOWN)} />
        <div>{`${state} · ${t("subflow.controlledBy", { name: by })}`}</div>
      </div>
      <Button
        color="red"
        leftSection={<IconPlayerStop aria-hidden size={16} />}
        loading={stop.isPending}
        onClick={() => stop.mutate(undefined)}
        size="xs"
        variant="light"
      >
        {t("subflow.stop")}
      </Button>
    </section>
  );
}

function Walked({ steps }: { steps: Controlled["walked"] }) {
  const { t } = useTranslation();
  const stepName = useStepName();
  return (
    <ol aria-label={t("subflow.walked")} className={classes.walked}>
      {steps.map((step, at) => (
        <li
          aria-current={at === steps.length - 1 ? "step" : undefined}
          // biome-ignore lint/suspicious/noArrayIndexKey: a run may come to the same step again.
          key={`${at} ${step.step_id}`}
        >
          {at > 0 ? <IconChevronRight aria-hidden size={12} /> : null}
          {stepName(step)}
        </li>
      ))}
    </ol>
  );
}
