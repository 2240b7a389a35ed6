import { IconMessageCircle, IconMessages, IconRoute, IconSettings } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { botsQuery } from "@/features/flows/bots.api";
import { SectionLayout } from "./SectionLayout";

/** One bot: its menu, whose first entry opens its live chat. */
export function BotLayout() {
  const { t } = useTranslation();
  const { botId } = useParams({ from: "/signed-in/bots/$botId" });
  const { data: bots } = useQuery(botsQuery);
  const bot = bots?.find((one) => one.id === botId);
  const here = `/bots/${botId}`;
  const links = [
    {
      to: "/live-chat",
      search: { bot: botId },
      label: t("shell.nav.liveChat"),
      Icon: IconMessages,
    },
    { to: `${here}/flows`, label: t("bots.nav.flows"), Icon: IconRoute },
    { to: `${here}/channels`, label: t("bots.nav.channels"), Icon: IconMessageCircle },
    { to: `${here}/general`, label: t("bots.nav.general"), Icon: IconSettings },
  ];
  return (
    <SectionLayout
      groups={[{ title: bot?.name ?? t("bots.bot"), links }]}
      label={t("bots.nav.label")}
    />
  );
}
