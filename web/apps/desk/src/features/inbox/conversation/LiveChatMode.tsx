import { Menu, Switch, UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { BotTurnItem, ConversationOut } from "@obrol/api";
import { IconChevronDown, IconInfinity } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { sentenceOf } from "@/lib/problems";
import { countdown } from "@/lib/time";
import { useNow } from "@/ui/useNow";
import { lookAtBotTurn } from "../bot.api";
import { useConversationActions } from "../useConversationActions";
import classes from "./head.module.css";
import { SwitchOffDialog } from "./SwitchOffDialog";

// What an agent may need for one customer: a lunch break, an afternoon, a day. 0 = until switched off.
const EXTENSIONS = [15, 30, 60, 240, 1_440];
const SECOND = 1_000;

/** The switch between the team and the bot, with the time until the bot is back. */
export function LiveChatMode({ conversation }: { conversation: ConversationOut }) {
  const { t } = useTranslation();
  const { liveChatModeOn, liveChatModeOff } = useConversationActions(conversation);
  const [unfinished, setUnfinished] = useState<BotTurnItem[] | null>(null);
  const on = conversation.answering === "team";
  const switchOff = async () => {
    try {
      const items = await lookAtBotTurn(conversation.id);
      if (items.length === 0) {
        await liveChatModeOff();
      } else {
        setUnfinished(items);
      }
    } catch (error) {
      notifications.show({ color: "red", message: sentenceOf(error) });
    }
  };
  return (
    <div className={classes.mode}>
      {on ? (
        <Countdown
          onExtend={(minutes) => void liveChatModeOn(minutes)}
          until={conversation.paused_until}
        />
      ) : null}
      <Switch
        checked={on}
        classNames={{ label: classes.modeLabel ?? "" }}
        label={t("inbox.mode.label")}
        labelPosition="left"
        onChange={(event) =>
          void (event.currentTarget.checked ? liveChatModeOn(null) : switchOff())
        }
        size="sm"
        title={t("inbox.mode.hint")}
      />
      <SwitchOffDialog
        conversation={conversation}
        items={unfinished}
        onClose={() => setUnfinished(null)}
      />
    </div>
  );
}

function Countdown({
  until,
  onExtend,
}: {
  until: string | null;
  onExtend: (minutes: number) => void;
}) {
  const { t } = useTranslation();
  const now = useNow(SECOND);
  const left = until === null ? null : countdown(Date.parse(until) - now.getTime());
  const label = left === null ? t("inbox.mode.untilOff") : t("inbox.mode.left", { time: left });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <UnstyledButton aria-label={label} className={classes.countdown} title={label}>
          {left ?? <IconInfinity aria-hidden size={16} />}
          <IconChevronDown aria-hidden size={14} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("inbox.mode.extend")}</Menu.Label>
        {EXTENSIONS.map((minutes) => (
          <Menu.Item key={minutes} onClick={() => onExtend(minutes)}>
            {minutes < 60
              ? t("inbox.mode.minutes", { count: minutes })
              : t("inbox.mode.hours", { count: minutes / 60 })}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => onExtend(0)}>{t("inbox.mode.untilOff")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
