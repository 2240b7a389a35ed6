import { Menu } from "@mantine/core";
import { IconMenu2 } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconAction } from "@/ui/IconAction";
import { CONTENT_PAGES, TOOLS_PAGES } from "../pages/sections";
import classes from "./shell.module.css";
import { useIsNarrow } from "./useMedia";

const PLACES = [
  { to: "/", name: "overview", shown: true },
  { to: "/live-chat", name: "liveChat", shown: true },
  { to: "/bots", name: "bots", shown: true },
  { to: "/content", name: "content", shown: CONTENT_PAGES.length > 0 },
  { to: "/tools", name: "tools", shown: TOOLS_PAGES.length > 0 },
  { to: "/settings", name: "settings", shown: true },
] as const;

/** Where one can go; on a narrow screen behind one button. */
export function MainNav() {
  const { t } = useTranslation();
  const narrow = useIsNarrow();
  const [opened, setOpened] = useState(false);
  const places = PLACES.filter((place) => place.shown);
  return (
    <nav aria-label={t("shell.nav.label")} className={classes.nav}>
      {narrow ? (
        <Menu onChange={setOpened} opened={opened} position="bottom-start" width={224}>
          <Menu.Target>
            <IconAction label={t("shell.nav.menu")} tooltip={!opened}>
              <IconMenu2 size={20} stroke={1.75} />
            </IconAction>
          </Menu.Target>
          <Menu.Dropdown>
            {places.map(({ to, name }) => (
              <Menu.Item component={Link} key={to} to={to}>
                {t(`shell.nav.${name}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : (
        places.map(({ to, name }) => (
          <Link
            activeOptions={{ exact: to === "/", includeSearch: false }}
            className={classes.link}
            key={to}
            to={to}
          >
            {t(`shell.nav.${name}`)}
          </Link>
        ))
      )}
    </nav>
  );
}
