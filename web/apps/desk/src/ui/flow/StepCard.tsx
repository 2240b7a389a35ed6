import { Badge } from "@mantine/core";
import {
  IconArrowNarrowRight,
  IconArrowsSplit2,
  IconBell,
  IconFlagCheck,
  IconForms,
  IconHourglass,
  IconMailForward,
  IconMessage,
  IconPhoto,
  IconPuzzle,
  IconQuestionMark,
  IconTag,
  IconUsers,
} from "@tabler/icons-react";
import { type ComponentType, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import classes from "./flow.module.css";
import { choiceOfExit, type FlowDocument, type FlowStep } from "./flowDocument";
import { StepBody } from "./StepBody";
import { useExitName, useStepName } from "./useStepName";

const ICONS: Record<string, ComponentType<{ size: number; stroke: number }>> = {
  send_message: IconMessage,
  ask_question: IconQuestionMark,
  condition: IconArrowsSplit2,
  wait: IconHourglass,
  add_tag: IconTag,
  remove_tag: IconTag,
  set_field: IconForms,
  hand_off: IconUsers,
  subscribe_topic: IconBell,
  unsubscribe_topic: IconBell,
  enroll_sequence: IconMailForward,
  leave_sequence: IconMailForward,
  image: IconPhoto,
  end: IconFlagCheck,
};

type Props = { step: FlowStep; document: FlowDocument; isMarked: boolean; isPreview: boolean };

export function StepCard({ step, document, isMarked, isPreview }: Props) {
  const { t } = useTranslation();
  const stepName = useStepName();
  const card = useRef<HTMLLIElement>(null);
  const Icon = ICONS[step.type] ?? IconPuzzle;

  useEffect(() => {
    if (isMarked) {
      card.current?.scrollIntoView({ block: "center" });
      card.current?.focus({ preventScroll: true });
    }
  }, [isMarked]);

  return (
    <li
      aria-current={isMarked ? "step" : undefined}
      aria-label={stepName(step)}
      className={classes.step}
      data-marked={isMarked || undefined}
      id={isPreview ? undefined : `step-${step.id}`}
      ref={card}
      tabIndex={isMarked ? -1 : undefined}
    >
      <div className={classes.stepHead}>
        <Icon size={18} stroke={1.75} />
        <span className={classes.stepName}>{stepName(step)}</span>
        {step.id === document.start ? (
          <Badge color="gray" variant="light">
            {t("flow.start")}
          </Badge>
        ) : null}
        {isMarked ? <Badge>{t("flow.marked")}</Badge> : null}
      </div>
      <StepBody step={step} />
      {isPreview || step.exits.length === 0 ? null : <Exits document={document} step={step} />}
    </li>
  );
}

function Exits({ step, document }: { step: FlowStep; document: FlowDocument }) {
  const { t } = useTranslation();
  const stepName = useStepName();
  const exitName = useExitName();
  return (
    <ul aria-label={t("flow.exits")} className={classes.exits}>
      {step.exits.map(({ name, target }) => {
        const next = document.steps.get(target);
        return (
          <li key={name}>
            <span>{exitName(name, choiceOfExit(step, name))}</span>
            <IconArrowNarrowRight aria-hidden size={16} stroke={1.75} />
            <a className={classes.exit} href={`#step-${target}`}>
              {next ? stepName(next) : target}
            </a>
          </li>
        );
      })}
    </ul>
  );
}
