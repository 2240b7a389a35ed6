import { Badge, Button, Group, Modal, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ChannelOut } from "@obrol/api";
import {
  IconChevronRight,
  IconMessageCircle,
  IconPlugConnected,
  IconPlus,
} from "@tabler/icons-react";
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
import { Line, Lines, Page } from "@/ui/Page";
import { addWebchat, channelsQuery } from "./api";
import classes from "./channels.module.css";
import { useKindName } from "./useKindName";

/** Where customers can write. */
export function ChannelsPage({ onAdded }: { onAdded: (id: string) => void }) {
  const { t } = useTranslation();
  const { role } = useReader();
  const answered = useAnsweredWords();
  const channels = useQuery(channelsQuery);
  const [adding, { open, close }] = useDisclosure(false);
  const add = mayAdminister(role) ? (
    <Button leftSection={<IconPlus size={16} />} onClick={open}>
      {t("channels.add")}
    </Button>
  ) : null;
  return (
    <Page actions={add} lead={t("channels.lead")} title={t("channels.title")}>
      <Answered query={channels} {...answered}>
        {(found) =>
          found.length === 0 ? (
            <Blank
              icon={<IconPlugConnected size={32} stroke={1.5} />}
              title={t("channels.emptyTitle")}
            >
              {t("channels.emptyText")}
            </Blank>
          ) : (
            <Lines>
              {found.map((channel) => (
                <ChannelLine channel={channel} key={channel.id} />
              ))}
            </Lines>
          )
        }
      </Answered>
      <AddDialog onAdded={onAdded} onClose={close} opened={adding} />
    </Page>
  );
}

function ChannelLine({ channel }: { channel: ChannelOut }) {
  const { t } = useTranslation();
  const kindName = useKindName();
  const broken = channel.state === "broken";
  return (
    <Line
      icon={<IconMessageCircle aria-hidden stroke={1.5} />}
      text={[kindName(channel.kind), channel.bot?.name ?? t("channels.noBot")].join(" · ")}
      title={
        <>
          <Link
            className={classes.name}
            params={{ channelId: channel.id }}
            to="/settings/channels/$channelId"
          >
            {channel.name}
          </Link>
          {broken ? (
            <Badge color="red" title={channel.state_reason ?? undefined} variant="light">
              {t("channels.state.broken")}
            </Badge>
          ) : null}
        </>
      }
    >
      <IconChevronRight aria-hidden color="var(--ink-faint)" size={16} />
    </Line>
  );
}

type AddDialogProps = { opened: boolean; onClose: () => void; onAdded: (id: string) => void };

function AddDialog({ opened, onClose, onAdded }: AddDialogProps) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const add = useTold({
    mutationFn: addWebchat,
    renews: [keys.channels, keys.bots],
    onSuccess: (channel) => onAdded(channel.id),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) {
      add.mutate(name.trim());
    }
  };
  return (
    <Modal onClose={onClose} opened={opened} title={t("channels.addTitle")}>
      <form onSubmit={submit}>
        <TextInput
          data-autofocus
          description={t("channels.nameHint")}
          label={t("channels.name")}
          maxLength={80}
          onChange={(event) => setName(event.currentTarget.value)}
          value={name}
        />
        <Group justify="flex-end" mt={24}>
          <Button onClick={onClose} variant="default">
            {t("shell.action.cancel")}
          </Button>
          <Button disabled={!name.trim()} loading={add.isPending} type="submit">
            {t("shell.action.add")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
