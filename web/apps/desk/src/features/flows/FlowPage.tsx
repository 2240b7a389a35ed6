import { Alert } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { mayAdminister, useReader } from "@/lib/reader";
import { useAnsweredWords } from "@/lib/useAnsweredWords";
import { Answered } from "@/ui/Answered";
import { Blank } from "@/ui/Blank";
import { FlowSteps } from "@/ui/flow/FlowSteps";
import { readFlow } from "@/ui/flow/flowDocument";
import { Page } from "@/ui/Page";
import { type FlowToRead, flowQuery } from "./flows.api";
import classes from "./flows.module.css";

type Props = { flowId: string; version: number | undefined; step: string | undefined };

/** A flow to read, with the step that somebody came for marked. The editor comes later. */
export function FlowPage({ flowId, version, step }: Props) {
  const { t } = useTranslation();
  const { role } = useReader();
  const answered = useAnsweredWords();
  const flow = useQuery({ ...flowQuery(flowId, version), enabled: mayAdminister(role) });
  if (!mayAdminister(role)) {
    return (
      <Blank role="alert" title={t("flow.notAllowedTitle")}>
        {t("flow.notAllowedText")}
      </Blank>
    );
  }
  return (
    <Answered query={flow} {...answered}>
      {(found) => <Steps flow={found} step={step} />}
    </Answered>
  );
}

function Steps({ flow, step }: { flow: FlowToRead; step: string | undefined }) {
  const { t } = useTranslation();
  const document = readFlow(flow.document);
  const isGone = step !== undefined && !document.steps.has(step);
  return (
    <Page
      actions={
        <Link className={classes.away} params={{ botId: flow.bot_id }} to="/bots/$botId/flows">
          {t("flow.toBot")}
        </Link>
      }
      lead={flow.number === null ? t("flow.leadDraft") : t("flow.lead", { number: flow.number })}
      title={flow.name}
    >
      {isGone ? (
        <Alert
          color="gray"
          icon={<IconInfoCircle aria-hidden size={20} />}
          mb={16}
          title={t("flow.stepGoneTitle")}
        >
          {t("flow.stepGoneText")}
        </Alert>
      ) : null}
      <FlowSteps document={document} marked={step} />
    </Page>
  );
}
