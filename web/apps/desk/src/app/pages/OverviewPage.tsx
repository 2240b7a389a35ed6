import { Tabs } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { LiveChatChoices } from "@/features/channels/LiveChatChoices";
import classes from "./OverviewPage.module.css";

/** The dashboard. Its tab Live Chat offers every bot and channel. */
export function OverviewPage() {
  const { t } = useTranslation();
  return (
    <main className={classes.page} id="content">
      <h1 className="visually-hidden">{t("shell.nav.overview")}</h1>
      <Tabs keepMounted={false} value="live-chat">
        <Tabs.List aria-label={t("shell.overview.tabs")} className={classes.tabs ?? ""}>
          <Tabs.Tab value="live-chat">{t("shell.overview.liveChat")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="live-chat">
          <LiveChatChoices />
        </Tabs.Panel>
      </Tabs>
    </main>
  );
}
