import { Button, Group, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ChannelOut } from "@obrol/api";
import { IconMessages } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "@/lib/queryKeys";
import { mayAdminister, useReader } from "@/lib/reader";
import { useAnsweredWords } from "@/lib/useAnsweredWords";
import { useTold } from "@/lib/useTold";
import { Answered } from "@/ui/Answered";
import { LinkButton } from "@/ui/LinkButton";
import { Page } from "@/ui/Page";
import { channelQuery, removeChannel } from "./api";
import { Install } from "./Install";
import { useKindName } from "./useKindName";
import { WebchatForm } from "./WebchatForm";
import { isWebchat } from "./webchat";

type Props = { channelId: string; onGone: () => void };

/** One channel: its bot, how it looks, and how to put it on a site. */
export function ChannelPage({ channelId, onGone }: Props) {
  const answered = useAnsweredWords();
  const channel = useQuery(channelQuery(channelId));
  return (
    <Answered query={channel} {...answered}>
      {(found) => <Loaded channel={found} key={found.id} onGone={onGone} />}
    </Answered>
  );
}

function Loaded({ channel, onGone }: { channel: ChannelOut; onGone: () => void }) {
  const { t } = useTranslation();
  const { role } = useReader();
  const kindName = useKindName();
  const [asking, { open, close }] = useDisclosure(false);
  const remove = useTold({
    mutationFn: removeChannel,
    renews: [keys.channels, keys.bots],
    onSuccess: onGone,
  });
  const mayChange = mayAdminister(role);
  const { id, name } = channel;
  return (
    <Page
      actions={
        <>
          <LinkButton
            leftSection={<IconMessages aria-hidden size={16} />}
            search={{ channel: id }}
            to="/live-chat"
            variant="default"
          >
            {t("shell.nav.liveChat")}
          </LinkButton>
          {mayChange ? (
            <Button color="red" onClick={open} variant="subtle">
              {t("channels.remove")}
            </Button>
          ) : null}
        </>
      }
      lead={channel.state_reason ?? kindName(channel.kind)}
      title={name}
    >
      {isWebchat(channel) ? (
        <>
          <WebchatForm channel={channel} readOnly={!mayChange} />
          <Install publicId={channel.public_id} />
        </>
      ) : null}
      <Modal onClose={close} opened={asking} title={t("channels.removeTitle", { name })}>
        <p style={{ marginTop: 0 }}>{t("channels.removeText")}</p>
        <Group justify="flex-end">
          <Button onClick={close} variant="default">
            {t("shell.action.cancel")}
          </Button>
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(id)}>
            {t("channels.remove")}
          </Button>
        </Group>
      </Modal>
    </Page>
  );
}
