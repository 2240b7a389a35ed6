import { Kbd } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import {
  Spotlight,
  type SpotlightActionData,
  type SpotlightActionGroupData,
} from "@mantine/spotlight";
import { IconArrowRight, IconBolt, IconRobot, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { botsQuery } from "@/features/channels/api";
import { searchQuery } from "@/features/inbox/api";
import { commands, useOffered } from "@/lib/commands";
import { Face } from "@/ui/Face";
import { CONTENT_PAGES, TOOLS_PAGES } from "../pages/sections";
import { HELP_KEY, KEYS } from "./keys";

const SHORTEST_SEARCH = 2; // letters
const MOST_FOUND = 7;

/** Everything by its name: what can be done here, where one can go, and whom one can find. */
export function Palette({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation();
  const [words, setWords] = useState("");
  const groups: SpotlightActionGroupData[] = [
    { group: t("keyboard.group.here"), actions: [...useHere(), useHelp(onHelp)] },
    { group: t("keyboard.group.go"), actions: usePlaces() },
    { group: t("keyboard.group.people"), actions: usePeople(words) },
  ];
  return (
    <Spotlight
      actions={groups}
      attributes={{ content: { "aria-label": t("keyboard.palette") } }}
      clearQueryOnClose
      filter={(query, all) => filtered(query, all as SpotlightActionGroupData[])}
      highlightQuery
      nothingFound={t("keyboard.nothing")}
      onQueryChange={setWords}
      query={words}
      scrollable
      searchProps={{
        "aria-label": t("keyboard.palette"),
        leftSection: <IconSearch aria-hidden size={20} stroke={1.5} />,
        placeholder: t("keyboard.placeholder"),
      }}
      shortcut={["mod + K"]}
      tagsToIgnore={[]}
    />
  );
}

// People were found by the server, which forgives more than a comparison of letters here would.
const FOUND = "found:";

function filtered(query: string, groups: SpotlightActionGroupData[]): SpotlightActionGroupData[] {
  const sought = query.trim().toLocaleLowerCase();
  return groups
    .map(({ group, actions }) => ({
      group,
      actions: actions.filter(
        ({ id, label }) => id.startsWith(FOUND) || label?.toLocaleLowerCase().includes(sought),
      ),
    }))
    .filter(({ actions }) => actions.length > 0);
}

function useHere(): SpotlightActionData[] {
  const { t } = useTranslation();
  return useOffered().map((name) => ({
    id: `do:${name}`,
    label: t(`keyboard.command.${name}`),
    leftSection: <IconBolt aria-hidden size={20} stroke={1.5} />,
    rightSection: <Kbd>{KEYS[name].toUpperCase()}</Kbd>,
    // After the palette has given the focus back: some commands move it.
    onClick: () => setTimeout(() => commands.run(name), 200),
  }));
}

function useHelp(onHelp: () => void): SpotlightActionData {
  const { t } = useTranslation();
  return {
    id: "help",
    label: t("keyboard.help"),
    leftSection: <IconBolt aria-hidden size={20} stroke={1.5} />,
    rightSection: <Kbd>{HELP_KEY}</Kbd>,
    onClick: onHelp,
  };
}

function usePlaces(): SpotlightActionData[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data: bots = [] } = useQuery(botsQuery);
  const icon = <IconArrowRight aria-hidden size={20} stroke={1.5} />;
  const place = (to: string, label: string): SpotlightActionData => ({
    id: `go:${to}`,
    label,
    leftSection: icon,
    onClick: () => void navigate({ to }),
  });
  return [
    place("/", t("shell.nav.overview")),
    place("/live-chat", t("shell.nav.liveChat")),
    ...bots
      .filter((bot) => bot.channels.length > 0)
      .map((bot) => ({
        id: `bot:${bot.id}`,
        label: t("bots.liveChatOf", { name: bot.name }),
        leftSection: <IconRobot aria-hidden size={20} stroke={1.5} />,
        onClick: () => void navigate({ to: "/live-chat", search: { bot: bot.id } }),
      })),
    place("/bots", t("shell.nav.bots")),
    ...CONTENT_PAGES.map((page) => place(page.to, t(`shell.content.${page.name}`))),
    ...TOOLS_PAGES.map((page) => place(page.to, t(`shell.tools.${page.name}`))),
    place("/settings/profile", t("settings.nav.profile")),
    place("/settings/agents", t("settings.nav.agents")),
    place("/settings/teams", t("settings.nav.teams")),
    place("/settings/channels", t("settings.nav.channels")),
    place("/settings/workspace", t("shell.nav.settings")),
  ];
}

function usePeople(words: string): SpotlightActionData[] {
  const navigate = useNavigate();
  const [sought] = useDebouncedValue(words.trim(), 180);
  const { data } = useQuery({
    ...searchQuery(sought, {}),
    enabled: sought.length >= SHORTEST_SEARCH,
  });
  if (!data || words.trim().length < SHORTEST_SEARCH) {
    return [];
  }
  return data.rows.slice(0, MOST_FOUND).map(({ conversation }) => ({
    id: `${FOUND}${conversation.id}`,
    label: conversation.contact.name,
    description: conversation.channel.name,
    leftSection: (
      <Face name={conversation.contact.name} picture={conversation.contact.picture_url} size={24} />
    ),
    onClick: () =>
      void navigate({
        to: "/live-chat/$conversationId",
        params: { conversationId: conversation.id },
        search: {},
      }),
  }));
}
