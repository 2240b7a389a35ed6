import { Badge } from "@mantine/core";
import { IconRoute } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { mayAdminister, useReader } from "@/lib/reader";
import { useAnsweredWords } from "@/lib/useAnsweredWords";
import { Answered } from "@/ui/Answered";
import { Blank } from "@/ui/Blank";
import { Line, Lines, Page } from "@/ui/Page";
import { allFlowsQuery, type Bot } from "./bots.api";
import classes from "./flows.module.css";

/** What a bot can say and ask. */
export function BotFlows({ bot }: { bot: Bot }) {
  const { t } = useTranslation();
  const { role } = useReader();
  const answered = useAnsweredWords();
  const flows = useQuery(allFlowsQuery);
  return (
    <Page lead={t("bots.flowsLead", { name: bot.name })} title={t("bots.nav.flows")}>
      <Answered query={flows} {...answered}>
        {(all) => {
          const found = all.filter((flow) => flow.bot_id === bot.id);
          return found.length === 0 ? (
            <Blank icon={<IconRoute size={32} stroke={1.5} />} title={t("bots.noFlowTitle")}>
              {t("bots.noFlowText")}
            </Blank>
          ) : (
            <Lines>
              {found.map((flow) => (
                <Line
                  icon={<IconRoute aria-hidden stroke={1.5} />}
                  key={flow.id}
                  text={
                    flow.published_version === null
                      ? t("bots.neverPublished")
                      : t("bots.publishedAs", { number: flow.published_version })
                  }
                  title={
                    <>
                      {mayAdminister(role) ? (
                        <Link
                          className={classes.name}
                          params={{ flowId: flow.id }}
                          search={{}}
                          to="/flows/$flowId"
                        >
                          {flow.name}
                        </Link>
                      ) : (
                        flow.name
                      )}
                      {flow.has_changes && flow.published_version !== null ? (
                        <Badge color="gray" variant="light">
                          {t("bots.hasChanges")}
                        </Badge>
                      ) : null}
                    </>
                  }
                />
              ))}
            </Lines>
          );
        }}
      </Answered>
    </Page>
  );
}
