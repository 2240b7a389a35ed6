import { ActionIcon, Menu } from "@mantine/core";
import type { ConversationRow } from "@obrol/api";
import {
  IconArrowBackUp,
  IconCheck,
  IconDots,
  IconMail,
  IconMailOpened,
  IconPin,
  IconPinnedOff,
  IconUserPlus,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useReader } from "@/lib/reader";
import { colleaguesQuery } from "../api";
import { unreadOf } from "../rows";
import { useConversationActions } from "../useConversationActions";
import { useMarkActions } from "../useMarkActions";
import classes from "./row.module.css";

/** Where the menus of lines are drawn: above all lines, and still part of the list. */
export const ROW_MENUS = "row-menus";

type Props = { row: ConversationRow };

/** What can be done to a conversation without opening it. Its menu exists only once somebody wants it. */
export function RowMenu({ row }: Props) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [wanted, setWanted] = useState(false);
  const button = (
    <ActionIcon
      aria-expanded={opened}
      aria-haspopup="menu"
      aria-label={t("inbox.row.menu", { name: row.conversation.contact.name })}
      className={classes.rowMenu ?? ""}
      data-opened={opened || undefined}
      onClick={() => {
        setWanted(true);
        setOpened(!opened);
      }}
      size={24}
    >
      <IconDots aria-hidden size={16} />
    </ActionIcon>
  );
  return wanted ? (
    <Menu
      onChange={setOpened}
      opened={opened}
      portalProps={{ target: `#${ROW_MENUS}` }}
      position="bottom-end"
      width={240}
      withinPortal
    >
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>{opened ? <Items row={row} /> : null}</Menu.Dropdown>
    </Menu>
  ) : (
    button
  );
}

function Items({ row }: Props) {
  const { t } = useTranslation();
  const { conversation, pinned } = row;
  const { finish, reopen } = useConversationActions(conversation);
  const { pin, unpin, markRead, markUnread } = useMarkActions(row);
  const unread = unreadOf(row) > 0;
  const done = conversation.status === "done";
  return (
    <>
      <Menu.Item
        leftSection={pinned ? <IconPinnedOff size={16} /> : <IconPin size={16} />}
        onClick={() => void (pinned ? unpin() : pin())}
      >
        {t(pinned ? "inbox.row.unpin" : "inbox.row.pin")}
      </Menu.Item>
      {conversation.inbound_count > 0 ? (
        <Menu.Item
          leftSection={unread ? <IconMailOpened size={16} /> : <IconMail size={16} />}
          onClick={() => void (unread ? markRead() : markUnread())}
        >
          {t(unread ? "inbox.row.read" : "inbox.row.unread")}
        </Menu.Item>
      ) : null}
      <Menu.Item
        leftSection={done ? <IconArrowBackUp size={16} /> : <IconCheck size={16} />}
        onClick={() => void (done ? reopen() : finish())}
      >
        {t(done ? "inbox.head.reopen" : "inbox.head.done")}
      </Menu.Item>
      <Menu.Divider />
      <Assign row={row} />
    </>
  );
}

function Assign({ row: { conversation } }: Props) {
  const { t } = useTranslation();
  const { agentId, name } = useReader();
  const { data: agents = [] } = useQuery(colleaguesQuery);
  const { assign } = useConversationActions(conversation);
  const { assignee } = conversation;
  return (
    <>
      {assignee?.id === agentId ? null : (
        <Menu.Item
          leftSection={<IconUserPlus size={16} />}
          onClick={() => void assign({ id: agentId, name })}
        >
          {t("inbox.assign.toMe")}
        </Menu.Item>
      )}
      <Menu.Sub position="right-start">
        <Menu.Sub.Target>
          <Menu.Sub.Item leftSection={<IconUserPlus size={16} />}>
            {t("inbox.assign.toSomebody")}
          </Menu.Sub.Item>
        </Menu.Sub.Target>
        <Menu.Sub.Dropdown className={classes.agents ?? ""}>
          {agents
            .filter((agent) => !agent.disabled && agent.id !== agentId)
            .map((agent) => (
              <Menu.Item
                key={agent.id}
                onClick={() => void assign({ id: agent.id, name: agent.name })}
                rightSection={agent.id === assignee?.id ? <IconCheck size={16} /> : null}
              >
                {agent.name}
              </Menu.Item>
            ))}
        </Menu.Sub.Dropdown>
      </Menu.Sub>
      {assignee ? (
        <Menu.Item onClick={() => void assign(null)}>{t("inbox.assign.takeBack")}</Menu.Item>
      ) : null}
    </>
  );
}
