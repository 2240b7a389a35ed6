import { Menu, Switch, UnstyledButton } from "@mantine/core";
import type { ConversationOut } from "@obrol/api";
import { IconChevronDown, IconInfinity } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { countdown } from "@/lib/time";
import { useNow } from "@/ui/useNow";
import { useConversationActions } from "../useConversationActions";
import classes from "./head.module.css";

// What an agent may need for one customer: a lunch break, an afternoon, a day. 0 = until switched off.
const EXTENSIONS = [15, 30, 60, 240, 1_440];
const SECOND = 1_000;

/** The switch between the team and the bot, with the time until the bot is back. */
export function LiveChatMode({ conversation }: { conversation: ConversationOut }) {
  const { t } = useTranslation();
  const { liveChatModeOn, liveChatModeOff } = useConversationActions(conversation);
  const on = conversation.answering === "team";
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
          void (event.currentTarget.checked ? liveChatModeOn(null) : liveChatModeOff())
        }
        size="sm"
        title={t("inbox.mode.hint")}
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
