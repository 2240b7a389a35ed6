import {
  IconAdjustments,
  IconAlertTriangle,
  IconDevices,
  IconMessageCircle,
  IconUser,
  IconUsers,
  IconUsersGroup,
} from "@tabler/icons-react";
import { Link, Outlet } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { mayAdminister, useReader } from "@/lib/reader";
import classes from "./SettingsLayout.module.css";

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
  return (
    <div className={classes.layout}>
      <nav aria-label={t("settings.nav.label")} className={classes.nav}>
        {GROUPS.map((group) => (
          <div className={classes.group} key={group.name}>
            <h2 className={classes.title}>{t(`settings.nav.${group.name}`)}</h2>
            {group.links
              .filter((link) => link.name !== "deadLetters" || mayAdminister(role))
              .map(({ to, name, Icon }) => (
                <Link className={classes.link} key={to} to={to}>
                  <Icon aria-hidden size={18} stroke={1.75} />
                  {t(`settings.nav.${name}`)}
                </Link>
              ))}
          </div>
        ))}
      </nav>
      <main className={classes.main} id="content">
        <Outlet />
      </main>
    </div>
  );
}
