import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { BotChannels } from "@/features/flows/BotChannels";
import { BotFlows } from "@/features/flows/BotFlows";
import { BotGeneral } from "@/features/flows/BotGeneral";
import { BotsPage } from "@/features/flows/BotsPage";
import { type Bot, botsQuery } from "@/features/flows/bots.api";
import { useAnsweredWords } from "@/lib/useAnsweredWords";
import { Answered } from "@/ui/Answered";
import { NotFoundPage } from "./Failures";

export function BotsHome() {
  const navigate = useNavigate();
  return (
    <main id="content">
      <BotsPage
        onAdded={(botId) => void navigate({ to: "/bots/$botId/flows", params: { botId } })}
      />
    </main>
  );
}

export function FlowsOfBot() {
  return <WithBot>{(bot) => <BotFlows bot={bot} />}</WithBot>;
}

export function ChannelsOfBot() {
  return <WithBot>{(bot) => <BotChannels bot={bot} />}</WithBot>;
}

export function GeneralOfBot() {
  const navigate = useNavigate();
  return (
    <WithBot>
      {(bot) => <BotGeneral bot={bot} key={bot.id} onGone={() => void navigate({ to: "/bots" })} />}
    </WithBot>
  );
}

function WithBot({ children }: { children: (bot: Bot) => ReactNode }) {
  const { botId } = useParams({ from: "/signed-in/bots/$botId" });
  const answered = useAnsweredWords();
  const bots = useQuery(botsQuery);
  return (
    <Answered query={bots} {...answered}>
      {(found) => {
        const bot = found.find((one) => one.id === botId);
        return bot ? children(bot) : <NotFoundPage />;
      }}
    </Answered>
  );
}
