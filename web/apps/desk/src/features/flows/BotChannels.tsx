import { Button } from "@mantine/core";
import { IconMessageCircle, IconPlugConnected } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Blank } from "@/ui/Blank";
import { LinkButton } from "@/ui/LinkButton";
import { Line, Lines, Page } from "@/ui/Page";
import type { Bot } from "./bots.api";
import classes from "./flows.module.css";

/** Where a bot answers. */
export function BotChannels({ bot }: { bot: Bot }) {
  const { t } = useTranslation();
  return (
    <Page lead={t("bots.channelsLead", { name: bot.name })} title={t("bots.nav.channels")}>
      {bot.channels.length === 0 ? (
        <Blank
          action={
            <Button component={Link} to="/settings/channels" variant="default">
              {t("bots.toChannels")}
            </Button>
          }
          icon={<IconPlugConnected size={32} stroke={1.5} />}
          title={t("bots.noChannel")}
        >
          {t("bots.noChannelText")}
        </Blank>
      ) : (
        <Lines>
          {bot.channels.map((channel) => (
            <Line
              icon={<IconMessageCircle aria-hidden stroke={1.5} />}
              key={channel.id}
              title={
                <Link
                  className={classes.name}
                  params={{ channelId: channel.id }}
                  to="/settings/channels/$channelId"
                >
                  {channel.name}
                </Link>
              }
            >
              <LinkButton
                aria-label={t("bots.liveChatOf", { name: channel.name })}
                search={{ channel: channel.id }}
                size="xs"
                to="/live-chat"
                variant="default"
              >
                {t("shell.nav.liveChat")}
              </LinkButton>
            </Line>
          ))}
        </Lines>
      )}
    </Page>
  );
}
