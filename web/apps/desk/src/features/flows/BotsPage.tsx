import { Button, Group, Modal, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus, IconRobot } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/lib/queryKeys";
import { mayAdminister, useReader } from "@/lib/reader";
import { useAnsweredWords } from "@/lib/useAnsweredWords";
import { useTold } from "@/lib/useTold";
import { Answered } from "@/ui/Answered";
import { Blank } from "@/ui/Blank";
import { LinkButton } from "@/ui/LinkButton";
import { Line, Lines, Page } from "@/ui/Page";
import { addBot, allFlowsQuery, type Bot, botsQuery } from "./bots.api";
import classes from "./flows.module.css";

const NAME_LIMIT = 80; // characters, as the server has it

/** Every bot, with the channels that it answers on and how many flows it has. */
export function BotsPage({ onAdded }: { onAdded: (id: string) => void }) {
  const { t } = useTranslation();
  const { role } = useReader();
  const answered = useAnsweredWords();
  const bots = useQuery(botsQuery);
  const [adding, { open, close }] = useDisclosure(false);
  const add = mayAdminister(role) ? (
    <Button leftSection={<IconPlus size={16} />} onClick={open}>
      {t("bots.add")}
    </Button>
  ) : null;
  return (
    <Page actions={add} lead={t("bots.lead")} title={t("bots.title")}>
      <Answered query={bots} {...answered}>
        {(found) =>
          found.length === 0 ? (
            <Blank icon={<IconRobot size={32} stroke={1.5} />} title={t("bots.emptyTitle")}>
              {t("bots.emptyText")}
            </Blank>
          ) : (
            <Lines>
              {found.map((bot) => (
                <BotLine bot={bot} key={bot.id} />
              ))}
            </Lines>
          )
        }
      </Answered>
      <AddDialog onAdded={onAdded} onClose={close} opened={adding} />
    </Page>
  );
}

function BotLine({ bot }: { bot: Bot }) {
  const { t } = useTranslation();
  const { data: flows } = useQuery(allFlowsQuery);
  const count = flows?.filter((flow) => flow.bot_id === bot.id).length;
  const channels = bot.channels.map((channel) => channel.name).join(", ");
  return (
    <Line
      icon={<IconRobot aria-hidden stroke={1.5} />}
      text={[
        channels || t("bots.noChannel"),
        ...(count === undefined ? [] : [t("bots.flows", { count })]),
      ].join(" · ")}
      title={
        <Link className={classes.name} params={{ botId: bot.id }} to="/bots/$botId/flows">
          {bot.name}
        </Link>
      }
    >
      <LinkButton
        aria-label={t("bots.liveChatOf", { name: bot.name })}
        search={{ bot: bot.id }}
        size="xs"
        to="/live-chat"
        variant="default"
      >
        {t("shell.nav.liveChat")}
      </LinkButton>
    </Line>
  );
}

type AddProps = { opened: boolean; onClose: () => void; onAdded: (id: string) => void };

function AddDialog({ opened, onClose, onAdded }: AddProps) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const add = useTold({
    mutationFn: addBot,
    renews: [keys.bots],
    onSuccess: (bot) => {
      onClose();
      setName("");
      onAdded(bot.id);
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) {
      add.mutate(name.trim());
    }
  };
  return (
    <Modal onClose={onClose} opened={opened} title={t("bots.addTitle")}>
      <form onSubmit={onSubmit}>
        <TextInput
          data-autofocus
          description={t("bots.nameHint")}
          label={t("bots.name")}
          maxLength={NAME_LIMIT}
          onChange={(event) => setName(event.currentTarget.value)}
          value={name}
        />
        <Group justify="flex-end" mt="md">
          <Button onClick={onClose} variant="default">
            {t("shell.action.cancel")}
          </Button>
          <Button disabled={!name.trim()} loading={add.isPending} type="submit">
            {t("bots.add")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
