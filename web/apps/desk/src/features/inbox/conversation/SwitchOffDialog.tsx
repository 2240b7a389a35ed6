import { Button, Checkbox, Group, Modal } from "@mantine/core";
import type { BotTurnItem, ConversationOut } from "@obrol/api";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useReader } from "@/lib/reader";
import { momentAhead } from "@/lib/time";
import { useTold } from "@/lib/useTold";
import { giveBotTurn } from "../bot.api";
import { putConversation } from "../live";
import classes from "./head.module.css";

type Props = {
  conversation: ConversationOut;
  /** What the bot left unfinished; null while nobody asks. */
  items: readonly BotTurnItem[] | null;
  onClose: () => void;
};

/** Before live chat mode comes off: what the bot would go on with, each to be chosen or left. */
export function SwitchOffDialog({ conversation, items, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal onClose={onClose} opened={items !== null} title={t("inbox.mode.offTitle")}>
      <Choice conversation={conversation} items={items ?? []} onClose={onClose} />
    </Modal>
  );
}

function Choice({ conversation, items, onClose }: Props & { items: readonly BotTurnItem[] }) {
  const { t } = useTranslation();
  const cache = useQueryClient();
  // Words that were held fit an earlier moment; a question that waits and a wait still fit this one.
  const [goOn, setGoOn] = useState(() =>
    items.filter((item) => item.kind !== "message").map((item) => item.key),
  );
  const off = useTold({
    mutationFn: (keys: string[]) => giveBotTurn(conversation.id, keys),
    onSuccess: (changed) => {
      putConversation(cache, changed);
      onClose();
    },
  });
  return (
    <>
      <Checkbox.Group
        description={t("inbox.mode.offText")}
        label={t("inbox.mode.goOn")}
        onChange={setGoOn}
        value={goOn}
      >
        <div className={classes.turnItems}>
          {items.map((item) => (
            <TurnItem item={item} key={item.key} />
          ))}
        </div>
      </Checkbox.Group>
      <Group justify="flex-end" mt={16}>
        <Button onClick={onClose} variant="default">
          {t("shell.action.cancel")}
        </Button>
        <Button loading={off.isPending} onClick={() => off.mutate(goOn)}>
          {t("inbox.mode.switchOff")}
        </Button>
      </Group>
    </>
  );
}

function TurnItem({ item }: { item: BotTurnItem }) {
  const { t } = useTranslation();
  const { time } = useReader();
  const label =
    item.kind === "delay" && item.at
      ? t("inbox.mode.item.delay", { time: momentAhead(new Date(item.at), time) })
      : t(`inbox.mode.item.${item.kind}`);
  const said = [...(item.flow_name ? [item.flow_name] : []), ...(item.text ? [item.text] : [])];
  return <Checkbox description={said.join(" · ")} label={label} value={item.key} />;
}
