import { Radio, TextInput } from "@mantine/core";
import type { FlowOut } from "@obrol/api";
import { IconRoute, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useAnsweredWords } from "@/lib/useAnsweredWords";
import { Answered } from "@/ui/Answered";
import { Blank } from "@/ui/Blank";
import { FlowSteps } from "@/ui/flow/FlowSteps";
import { readFlow } from "@/ui/flow/flowDocument";
import { documentQuery, sendableFlowsQuery } from "../bot.api";
import classes from "./subflow.module.css";

const STEPS_SHOWN = 4;

type Props = {
  botId: string | null;
  chosen: FlowOut | null;
  onChoose: (flow: FlowOut) => void;
};

/** The flows of the bot that answers here, narrowed by typing, and how the chosen one begins. */
export function FlowChoice({ botId, ...choice }: Props) {
  const { t } = useTranslation();
  return botId === null ? (
    <Blank icon={<IconRoute size={32} stroke={1.5} />} title={t("subflow.noBotTitle")}>
      {t("subflow.noBotText")}
    </Blank>
  ) : (
    <OfBot botId={botId} {...choice} />
  );
}

function OfBot({ botId, chosen, onChoose }: Props & { botId: string }) {
  const { t } = useTranslation();
  const answered = useAnsweredWords();
  const flows = useQuery(sendableFlowsQuery(botId));
  const [typed, setTyped] = useState("");
  return (
    <>
      <TextInput
        aria-label={t("subflow.search")}
        data-autofocus
        leftSection={<IconSearch aria-hidden size={16} stroke={1.75} />}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          const first = matching(flows.data ?? [], typed)[0];
          if (event.key === "Enter" && !event.nativeEvent.isComposing && first) {
            event.preventDefault();
            onChoose(first);
          }
        }}
        placeholder={t("subflow.search")}
        value={typed}
      />
      <Answered query={flows} {...answered}>
        {(found) =>
          found.length === 0 ? (
            <Blank icon={<IconRoute size={32} stroke={1.5} />} title={t("subflow.emptyTitle")}>
              {t("subflow.emptyText")}
            </Blank>
          ) : (
            <div className={classes.choice}>
              <Names chosen={chosen} flows={matching(found, typed)} onChoose={onChoose} />
              <Preview flow={chosen} />
            </div>
          )
        }
      </Answered>
    </>
  );
}

function matching(flows: readonly FlowOut[], typed: string): FlowOut[] {
  const wanted = folded(typed.trim());
  return flows.filter((flow) => folded(flow.name).includes(wanted));
}

/** Without case and accents. */
function folded(words: string): string {
  return words.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

function Names({
  flows,
  chosen,
  onChoose,
}: {
  flows: readonly FlowOut[];
  chosen: FlowOut | null;
  onChoose: (flow: FlowOut) => void;
}) {
  const { t } = useTranslation();
  if (flows.length === 0) {
    return (
      <p className={classes.none} role="status">
        {t("subflow.noMatch")}
      </p>
    );
  }
  return (
    <Radio.Group
      aria-label={t("subflow.flows")}
      className={classes.names}
      onChange={(id) => {
        const flow = flows.find((one) => one.id === id);
        if (flow) {
          onChoose(flow);
        }
      }}
      value={chosen?.id ?? null}
    >
      {flows.map((flow) => (
        <Radio.Card
          aria-label={flow.name}
          className={classes.name ?? ""}
          key={flow.id}
          value={flow.id}
        >
          <Radio.Indicator size="xs" />
          <span>{flow.name}</span>
        </Radio.Card>
      ))}
    </Radio.Group>
  );
}

function Preview({ flow }: { flow: FlowOut | null }) {
  const { t } = useTranslation();
  return (
    <section
      aria-label={t("subflow.preview")}
      className={classes.preview}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable without a mouse.
      tabIndex={0}
    >
      {flow ? <Beginning flow={flow} /> : <p className={classes.none}>{t("subflow.pick")}</p>}
    </section>
  );
}

function Beginning({ flow }: { flow: FlowOut }) {
  const answered = useAnsweredWords();
  const document = useQuery(documentQuery(flow));
  return (
    <Answered query={document} {...answered}>
      {(found) => <FlowSteps document={readFlow(found)} most={STEPS_SHOWN} />}
    </Answered>
  );
}
