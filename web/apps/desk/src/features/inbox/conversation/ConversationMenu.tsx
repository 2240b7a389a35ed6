import { Menu } from "@mantine/core";
import type { ConversationOut } from "@obrol/api";
import { IconDotsVertical, IconSlash } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconAction } from "@/ui/IconAction";
import { useView } from "../useView";

/** The three dots: what one agent wants to see here, and the way to the shortcuts. */
export function ConversationMenu({ conversation }: { conversation: ConversationOut }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  const { hidesBot, setHidesBot } = useView(conversation.id);
  return (
    <Menu onChange={setOpened} opened={opened} position="bottom-end" width={256}>
      <Menu.Target>
        <IconAction label={t("conversation.menu.label")} tooltip={!opened}>
          <IconDotsVertical size={20} stroke={1.75} />
        </IconAction>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.CheckboxItem checked={hidesBot} closeMenuOnClick onChange={setHidesBot}>
          {t("conversation.menu.hideBot")}
        </Menu.CheckboxItem>
        <Menu.Item
          leftSection={<IconSlash size={14} />}
          onClick={() => void navigate({ href: "/tools/shortcuts" })}
        >
          {t("conversation.menu.shortcuts")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
