import { SegmentedControl } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type DeskLocale, LOCALES, speak } from "@/lib/i18n";
import { Wordmark } from "@/ui/Wordmark";
import classes from "./Gate.module.css";

/** The frame of every page that is seen before signing in. */
export function Gate({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: string;
  children: ReactNode;
}) {
  const { t, i18n } = useTranslation();
  return (
    <main className={classes.gate}>
      <div className={classes.card}>
        <Wordmark name={t("shell.appName")} />
        <h1 className={classes.title}>{title}</h1>
        {lead ? <p className={classes.lead}>{lead}</p> : null}
        {children}
      </div>
      <SegmentedControl
        aria-label={t("shell.agentMenu.language")}
        className={classes.language}
        data={LOCALES.map((locale) => ({ value: locale, label: t(`shell.language.${locale}`) }))}
        onChange={(locale: DeskLocale) => void speak(locale)}
        size="xs"
        value={i18n.language as DeskLocale}
      />
    </main>
  );
}
