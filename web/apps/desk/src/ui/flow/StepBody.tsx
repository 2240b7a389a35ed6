import { IconPhoto } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import classes from "./flow.module.css";
import { checksOf, type FlowStep, saidBy, words } from "./flowDocument";

/** What a step does, in words. */
export function StepBody({ step }: { step: FlowStep }) {
  const { t } = useTranslation();
  const { options } = step;
  switch (step.type) {
    case "send_message":
    case "ask_question":
      return <Speech step={step} />;
    case "condition":
      return (
        <ul className={classes.checks}>
          {checksOf(step).map((check) => (
            <li key={`${check.on} ${check.operator} ${check.value}`}>
              {check.on === "tag" ? t("flow.tag") : <code>{check.on}</code>}{" "}
              {operatorWords(t, check.operator)} {check.value ? <b>{check.value}</b> : null}
            </li>
          ))}
        </ul>
      );
    case "wait":
      return <p className={classes.fact}>{`${words(options.amount)} ${waitUnit(t, options)}`}</p>;
    case "add_tag":
    case "remove_tag":
      return <p className={classes.fact}>{words(options.tag)}</p>;
    case "set_field":
      return (
        <p className={classes.fact}>
          <code>{words(options.place)}</code>
          {` = ${words(options.value) || t("flow.nothing")}`}
        </p>
      );
    case "hand_off":
      return words(options.note) ? <p className={classes.fact}>{words(options.note)}</p> : null;
    default:
      return null;
  }
}

const OPERATORS = [
  "has",
  "has_not",
  "is",
  "is_not",
  "contains",
  "contains_not",
  "starts_with",
  "ends_with",
  "more_than",
  "less_than",
  "at_least",
  "at_most",
  "is_set",
  "is_not_set",
] as const;

function operatorWords(t: TFunction, operator: string): string {
  const known = OPERATORS.find((one) => one === operator);
  return known ? t(`flow.operator.${known}`) : operator;
}

function waitUnit(t: TFunction, options: Readonly<Record<string, unknown>>): string {
  const count = Number(options.amount) || 0;
  switch (options.unit) {
    case "seconds":
      return t("flow.unit.seconds", { count });
    case "minutes":
      return t("flow.unit.minutes", { count });
    case "hours":
      return t("flow.unit.hours", { count });
    case "days":
      return t("flow.unit.days", { count });
    case "weeks":
      return t("flow.unit.weeks", { count });
    default:
      return "";
  }
}

/** What the contact sees, as bubbles. */
function Speech({ step }: { step: FlowStep }) {
  const { t } = useTranslation();
  const said = saidBy(step).map((one, at) => ({ ...one, key: `${at} ${one.text}` }));
  return (
    <div className={classes.speech}>
      {said.map(({ key, text, isPicture, choices }) => (
        <div className={classes.said} key={key}>
          {isPicture ? (
            <span className={classes.picture}>
              <IconPhoto aria-hidden size={16} /> {t("flow.picture")}
            </span>
          ) : null}
          {text ? <span dir="auto">{text}</span> : null}
          {choices.length > 0 ? (
            <span className={classes.choices}>
              {choices.map((choice) => (
                <span className={classes.choice} key={choice.id}>
                  {choice.label}
                </span>
              ))}
            </span>
          ) : null}
        </div>
      ))}
    </div>
  );
}
