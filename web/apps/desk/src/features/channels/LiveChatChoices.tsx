import { Badge, Button } from "@mantine/core";
import { IconInbox, IconMessageCircle, IconPlugConnected, IconRobot } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useAnsweredWords } from "@/lib/useAnsweredWords";
import { Answered } from "@/ui/Answered";
import { Blank } from "@/ui/Blank";
import { botsQuery, channelsQuery, countsQuery } from "./api";
import classes from "./channels.module.css";
import { scopesOf } from "./scopes";
import { useKindName } from "./useKindName";

/** The overview's tab Live Chat: every bot and channel of the workspace, and all of them together. */
export function LiveChatChoices() {
  const { t } = useTranslation();
  const answered = useAnsweredWords();
  const kindName = useKindName();
  const channels = useQuery(channelsQuery);
  const { data: bots = [] } = useQuery(botsQuery);
  return (
    <div className={classes.overview}>
      <Answered query={channels} {...answered}>
        {(found) =>
          found.length === 0 ? (
            <Blank
              action={
                <Button component={Link} to="/settings/channels">
                  {t("shell.overview.addChannel")}
                </Button>
              }
              icon={<IconPlugConnected size={32} stroke={1.5} />}
              title={t("shell.overview.emptyTitle")}
            >
              {t("shell.overview.emptyText")}
            </Blank>
          ) : (
            <>
              <p className={classes.hint}>{t("shell.overview.hint")}</p>
              <ul className={classes.choices}>
                <Choice
                  channelIds={null}
                  hint={t("shell.overview.allHint")}
                  icon={<IconInbox stroke={1.5} />}
                  name={t("shell.overview.all")}
                  search={{}}
                />
                {scopesOf(bots, found).map(({ bot, channel, ...scope }) => (
                  <Choice
                    broken={scope.broken}
                    channelIds={scope.channelIds}
                    hint={scope.channels
                      .map((one) =>
                        bot ? `${one.name} (${kindName(one.kind)})` : kindName(one.kind),
                      )
                      .join(" · ")}
                    icon={bot ? <IconRobot stroke={1.5} /> : <IconMessageCircle stroke={1.5} />}
                    key={bot ?? `${channel} ${scope.part}`}
                    name={scope.name}
                    part={scope.part}
                    search={{ ...(bot && { bot }), ...(channel && { channel }) }}
                  />
                ))}
              </ul>
            </>
          )
        }
      </Answered>
    </div>
  );
}

type ChoiceProps = {
  name: string;
  hint: string;
  icon: ReactNode;
  channelIds: string[] | null;
  search: { bot?: string; channel?: string };
  broken?: boolean;
  part?: boolean;
};

function Choice(props: ChoiceProps) {
  const { name, hint, icon, channelIds, search, broken = false, part = false } = props;
  const { t, i18n } = useTranslation();
  const { data: counts } = useQuery(countsQuery(channelIds));
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <li>
      <Link
        className={classes.choice}
        data-part={part || undefined}
        search={search}
        to="/live-chat"
      >
        <span aria-hidden className={classes.choiceIcon}>
          {icon}
        </span>
        <span className={classes.choiceText}>
          <span className={classes.choiceName}>
            {name}
            {broken ? (
              <Badge color="red" variant="light">
                {t("shell.overview.broken")}
              </Badge>
            ) : null}
          </span>
          <span className={classes.choiceHint}>{hint}</span>
        </span>
        <span className={classes.figures}>
          <span className={classes.figure}>
            <b>{counts ? number.format(counts.open) : "–"}</b>
            <span>{t("shell.overview.open")}</span>
          </span>
          <span className={classes.figure} data-unread={(counts && counts.unread > 0) || undefined}>
            <b>{counts ? number.format(counts.unread) : "–"}</b>
            <span>{t("shell.overview.unread")}</span>
          </span>
        </span>
      </Link>
    </li>
  );
}
