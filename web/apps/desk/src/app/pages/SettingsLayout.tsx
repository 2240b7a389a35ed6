import {
  IconAdjustments,
  IconAlertTriangle,
  IconDevices,
  IconMessageCircle,
  IconUser,
  IconUsers,
  IconUsersGroup,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { mayAdminister, useReader } from "@/lib/reader";
import { SectionLayout } from "./SectionLayout";

const GROUPS = [
  {
    name: "you",
    links: [
      { to: "/settings/profile", name: "profile", Icon: IconUser },
      { to: "/settings/sessions", name: "sessions", Icon: IconDevices },
    ],
  },
  {
    name: "workspaceGroup",
    links: [
      { to: "/settings/workspace", name: "workspace", Icon: IconAdjustments },
      { to: "/settings/agents", name: "agents", Icon: IconUsers },
      { to: "/settings/teams", name: "teams", Icon: IconUsersGroup },
      { to: "/settings/channels", name: "channels", Icon: IconMessageCircle },
      { to: "/settings/stuck-work", name: "deadLetters", Icon: IconAlertTriangle },
    ],
  },
] as const;

export function SettingsLayout() {
  const { t } = useTranslation();
  const { role } = useReader();
  const groups = GROUPS.map(({ name, links }) => ({
    title: t(`settings.nav.${name}`),
    links: links
      .filter((link) => link.name !== "deadLetters" || mayAdminister(role))
      .map((link) => ({ ...link, label: t(`settings.nav.${link.name}`) })),
  }));
  return <SectionLayout groups={groups} label={t("settings.nav.label")} />;
}
