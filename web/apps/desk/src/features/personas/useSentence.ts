import { useTranslation } from "react-i18next";
import { codeOf, sentenceOf } from "@/lib/problems";

/** What to say of a refusal, in the reader's language where there is a sentence for it. */
export function useSentence() {
  const { t, i18n } = useTranslation();
  return (error: unknown): string => {
    const key = `personas.refused.${codeOf(error)}`;
    return i18n.exists(key) ? t(key as "personas.refused.picture_unknown") : sentenceOf(error);
  };
}
