import type { CurrentSession } from "@obrol/api";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Wordmark } from "@/ui/Wordmark";
import { AgentMenu } from "./AgentMenu";
import { LiveIndicator } from "./LiveIndicator";
import classes from "./shell.module.css";

export function TopBar({ session }: { session: CurrentSession }) {
  const { t } = useTranslation();
  return (
    <>
      <a className={classes.skip} href="#content">
        {t("shell.skip")}
      </a>
      <header className={classes.bar}>
        <Link className={classes.home} to="/">
          <Wordmark name={t("shell.appName")} size={24} />
        </Link>
        <nav aria-label={t("shell.nav.label")} className={classes.nav}>
          <Link activeOptions={{ exact: true }} className={classes.link} to="/">
            {t("shell.nav.overview")}
          </Link>
          <Link className={classes.link} to="/live-chat">
            {t("shell.nav.liveChat")}
          </Link>
          <Link className={classes.link} to="/settings">
            {t("shell.nav.settings")}
          </Link>
        </nav>
        <LiveIndicator />
        <AgentMenu session={session} />
      </header>
    </>
  );
}
