import type { ConversationOut } from "@obrol/api";
import { useTranslation } from "react-i18next";
import { useReader } from "@/lib/reader";
import classes from "./composer.module.css";
import { TEXT_LIMIT } from "./contents";
import type { useComposer } from "./useComposer";

type Props = { composer: ReturnType<typeof useComposer>; conversation: ConversationOut };

/** The line beside the tools: what is wrong with what was written, else what the keys do. */
export function Said({ composer, conversation }: Props) {
  const { t } = useTranslation();
  const { enterSends } = useReader();
  const { mode, files, excess } = composer;
  const complaints = [
    ...(excess > 0 ? [t("composer.tooLong", { count: excess, limit: TEXT_LIMIT })] : []),
    ...(mode === "note" && files.length > 0 ? [t("composer.notesHaveNoFiles")] : []),
    ...composer.complaints,
  ];
  const takesOver = mode === "reply" && conversation.answering === "bot";
  return (
    <div aria-live="polite" className={classes.said}>
      {complaints.map((complaint) => (
        <span className={classes.complaint} key={complaint}>
          {complaint}
        </span>
      ))}
      {complaints.length === 0 ? (
        <span className={classes.hint}>
          {takesOver
            ? t("composer.takesOver")
            : t(enterSends ? "composer.keys" : "composer.keysSwapped")}
        </span>
      ) : null}
    </div>
  );
}
