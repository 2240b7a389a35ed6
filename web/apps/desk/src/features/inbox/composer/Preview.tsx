import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { resolvedQuery } from "../writing.api";
import classes from "./extras.module.css";
import { useGaps } from "./gaps";

const AFTER = 250; // milliseconds without a key

type Props = {
  conversationId: string;
  contactName: string;
  text: string;
  complaints: readonly string[];
};

/** What the contact would read, while the text has variables; and what is missing. */
export function Preview({ conversationId, contactName, text, complaints }: Props) {
  const { t } = useTranslation();
  const [settled] = useDebouncedValue(text, AFTER);
  const hasVariables = text.includes("{{") && settled.includes("}}");
  const { data } = useQuery({
    ...resolvedQuery(conversationId, settled),
    enabled: hasVariables,
    placeholderData: keepPreviousData,
  });
  const gapsIn = useGaps();
  if (!hasVariables || !data) {
    return null;
  }
  // Once a send was stopped, the line below says it.
  const gaps = gapsIn(data, contactName).filter((gap) => !complaints.includes(gap));
  return (
    <div className={classes.preview} role="status">
      <span className={classes.previewTitle}>{t("composer.preview", { name: contactName })}</span>
      <span className={classes.previewText}>{data.text}</span>
      {gaps.map((gap) => (
        <span className={classes.complaint} key={gap}>
          {gap}
        </span>
      ))}
    </div>
  );
}
