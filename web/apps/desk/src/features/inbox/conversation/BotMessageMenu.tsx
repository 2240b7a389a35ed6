import { Button, Group, Menu, Modal } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { MessageOut } from "@obrol/api";
import { IconRefresh, IconRoute } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { newId } from "@/lib/ids";
import { sentenceOf } from "@/lib/problems";
import { mayAdminister, useReader } from "@/lib/reader";
import { resend, wordsOfGoneStep } from "../bot.api";
import { useSending } from "../outbox/SendingProvider";
import { putMessage } from "../timeline";
import { BubbleMenu } from "./BubbleMenu";
import classes from "./bubbles.module.css";

/** What can be done with a message of the bot: say it again, and go to where it comes from. */
export function BotMessageMenu({ message }: { message: MessageOut }) {
  const { t } = useTranslation();
  const { role } = useReader();
  const cache = useQueryClient();
  // Kept until it is acknowledged: a second press after a lost answer is the same message.
  const [id, setId] = useState(newId);
  const [goneWords, setGoneWords] = useState<string | null>(null);
  const again = useMutation({
    mutationFn: () => resend(message.id, id),
    onSuccess: (sent) => {
      setId(newId());
      putMessage(cache, sent);
      notifications.show({ message: t("conversation.bot_menu.resent") });
    },
    onError: (error) => {
      const words = wordsOfGoneStep(error);
      if (words === null) {
        notifications.show({ color: "red", message: sentenceOf(error) });
      } else {
        setGoneWords(words);
      }
    },
  });
  return (
    <>
      <BubbleMenu label={t("conversation.bot_menu.label")}>
        <Menu.Item
          disabled={again.isPending}
          leftSection={<IconRefresh size={16} />}
          onClick={() => again.mutate()}
        >
          {t("conversation.bot_menu.resend")}
        </Menu.Item>
        {mayAdminister(role) ? <JumpItem message={message} /> : null}
      </BubbleMenu>
      <StepGone
        conversationId={message.conversation_id}
        onClose={() => setGoneWords(null)}
        words={goneWords}
      />
    </>
  );
}

/** A link, so that it opens beside the conversation too. */
function JumpItem({ message }: { message: MessageOut }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const step = `/flows/${message.flow_id}?version=${message.flow_version}&step=${message.step_id}`;
  return (
    <Menu.Item
      component="a"
      href={step}
      leftSection={<IconRoute size={16} />}
      onClick={(event) => {
        if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
          event.preventDefault();
          void navigate({ href: step });
        }
      }}
    >
      {t("conversation.bot_menu.jump")}
    </Menu.Item>
  );
}

type StepGoneProps = { conversationId: string; words: string | null; onClose: () => void };

/** The flow no longer says it; an agent still can. */
function StepGone({ conversationId, words, onClose }: StepGoneProps) {
  const { t } = useTranslation();
  const sending = useSending();
  const putInBox = () => {
    if (sending && words) {
      const before = sending.drafts.of(conversationId).reply;
      sending.drafts.write(conversationId, {
        mode: "reply",
        reply: before ? `${words}\n${before}` : words,
      });
    }
    onClose();
  };
  return (
    <Modal onClose={onClose} opened={words !== null} title={t("conversation.bot_menu.goneTitle")}>
      <p style={{ marginTop: 0 }}>{t("conversation.bot_menu.goneText")}</p>
      {words ? <blockquote className={classes.goneWords}>{words}</blockquote> : null}
      <Group justify="flex-end">
        <Button onClick={onClose} variant="default">
          {t("shell.action.cancel")}
        </Button>
        <Button disabled={!words} onClick={putInBox}>
          {t("conversation.bot_menu.asText")}
        </Button>
      </Group>
    </Modal>
  );
}
