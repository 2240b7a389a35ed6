import { useTranslation } from "react-i18next";
import { sentenceOf } from "./problems";

/** The words that `Answered` says while something loads or fails. */
export function useAnsweredWords() {
  const { t } = useTranslation();
  return {
    words: {
      loading: t("shell.state.loading"),
      failed: t("shell.state.failedTitle"),
      tryAgain: t("shell.state.tryAgain"),
    },
    sentence: sentenceOf,
  };
}
