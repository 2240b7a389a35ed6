import { useTranslation } from "react-i18next";
import classes from "./flow.module.css";
import { type FlowDocument, inOrder } from "./flowDocument";
import { StepCard } from "./StepCard";

type Props = {
  document: FlowDocument;
  /** The step that somebody came for. */
  marked?: string | undefined;
  /** How many steps are shown; all, unless it is a preview. */
  most?: number;
};

/** A flow to read: its steps one below the other, and where each leads. */
export function FlowSteps({ document, marked, most }: Props) {
  const { t } = useTranslation();
  const steps = inOrder(document);
  const shown = most === undefined ? steps : steps.slice(0, most);
  return (
    <>
      <ol className={classes.steps}>
        {shown.map((step) => (
          <StepCard
            document={document}
            isMarked={step.id === marked}
            isPreview={most !== undefined}
            key={step.id}
            step={step}
          />
        ))}
      </ol>
      {shown.length < steps.length ? (
        <p className={classes.more}>{t("flow.more", { count: steps.length - shown.length })}</p>
      ) : null}
    </>
  );
}
