import { Menu, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { modals } from "@mantine/modals";
import type { CurrentSession, Locale, Theme } from "@obrol/api";
import {
  IconBuilding,
  IconCheck,
  IconDeviceDesktop,
  IconLogout,
  IconMoon,
  IconSun,
  IconUser,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useSending } from "@/features/inbox/outbox/SendingProvider";
import { changeProfile, signOut, switchWorkspace } from "@/features/session/api";
import { LOCALES, speak } from "@/lib/i18n";
import { keys } from "@/lib/queryKeys";
import { useTold } from "@/lib/useTold";
import { Face } from "@/ui/Face";
import classes from "./shell.module.css";

const THEMES = [
  ["light", IconSun],
  ["dark", IconMoon],
  ["auto", IconDeviceDesktop],
] as const;

/** What one does about oneself: profile, theme, language, workspace, leaving. */
export function AgentMenu({ session }: { session: CurrentSession }) {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { agent, workspace, workspaces } = session;
  const profile = useTold({ mutationFn: changeProfile, renews: [keys.session] });
  // A full load: nothing of one workspace, or of one person, may linger in memory.
  const reload = () => window.location.assign("/");
  const leave = useTold({ mutationFn: signOut, onSuccess: reload });
  const move = useTold({ mutationFn: switchWorkspace, onSuccess: reload });
  const sending = useSending();

  const onTheme = (theme: Theme) => {
    setColorScheme(theme);
    profile.mutate({ theme });
  };
  const onLocale = (locale: Locale) => {
    void speak(locale);
    profile.mutate({ locale });
  };
  const onLeave = () => {
    const waiting = sending?.outbox.entries().length ?? 0;
    if (waiting === 0) {
      leave.mutate(undefined);
      return;
    }
    modals.openConfirmModal({
      title: t("shell.agentMenu.signOutLosesTitle"),
      children: t("shell.agentMenu.signOutLosesText"),
      labels: { confirm: t("shell.agentMenu.signOut"), cancel: t("shell.action.cancel") },
      onConfirm: () => leave.mutate(undefined),
    });
  };

  return (
    <Menu position="bottom-end" width={256}>
      <Menu.Target>
        <UnstyledButton className={classes.agent}>
          <span className="visually-hidden">{t("shell.agentMenu.label")}</span>
          <Face name={agent.name} picture={agent.picture_url} size={32} />
          <span className={classes.agentName}>{agent.name}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.menuHead}>
          <strong>{agent.name}</strong>
          <span>{`${workspace.name} · ${t(`shell.role.${agent.role}`)}`}</span>
        </div>
        <Menu.Divider />
        <Menu.Item component={Link} leftSection={<IconUser size={16} />} to="/settings/profile">
          {t("shell.agentMenu.profile")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t("shell.agentMenu.theme")}</Menu.Label>
        {THEMES.map(([theme, Icon]) => (
          <Menu.Item
            closeMenuOnClick={false}
            key={theme}
            leftSection={<Icon size={16} />}
            onClick={() => onTheme(theme)}
            rightSection={theme === colorScheme ? <IconCheck size={16} /> : null}
          >
            {t(`shell.agentMenu.${theme}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t("shell.agentMenu.language")}</Menu.Label>
        {LOCALES.map((locale) => (
          <Menu.Item
            closeMenuOnClick={false}
            key={locale}
            onClick={() => onLocale(locale)}
            rightSection={locale === i18n.language ? <IconCheck size={16} /> : null}
          >
            {t(`shell.language.${locale}`)}
          </Menu.Item>
        ))}
        {workspaces.length > 1 ? (
          <>
            <Menu.Divider />
            <Menu.Label>{t("shell.agentMenu.switchWorkspace")}</Menu.Label>
            {workspaces.map((one) => (
              <Menu.Item
                key={one.id}
                leftSection={<IconBuilding size={16} />}
                onClick={() => one.id !== workspace.id && move.mutate(one.id)}
                rightSection={one.id === workspace.id ? <IconCheck size={16} /> : null}
              >
                {one.name}
              </Menu.Item>
            ))}
          </>
        ) : null}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={onLeave}>
          {t("shell.agentMenu.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
