import { useTranslation } from "react-i18next";

/** The name of a kind of channel. */
export function useKindName(): (kind: string) => string {
  const { t } = useTranslation();
  return (kind) =>
    kind === "webchat" || kind === "fake"
      ? t(`channels.kind.${kind}`)
      : t("channels.kind.other", { kind });
}
