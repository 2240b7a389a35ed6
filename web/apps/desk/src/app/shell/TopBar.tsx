import { spotlight } from "@mantine/spotlight";
import type { CurrentSession } from "@obrol/api";
import { IconSearch } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { MentionsBell } from "@/features/inbox/mentions/MentionsBell";
import { IconAction } from "@/ui/IconAction";
import { Wordmark } from "@/ui/Wordmark";
import { AgentMenu } from "./AgentMenu";
import { LiveIndicator } from "./LiveIndicator";
import { MainNav } from "./MainNav";
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
        <MainNav />
        <IconAction label={t("keyboard.palette")} onClick={() => spotlight.open()}>
          <IconSearch size={20} stroke={1.75} />
        </IconAction>
        <LiveIndicator />
        <MentionsBell />
        <AgentMenu session={session} />
      </header>
    </>
  );
}
