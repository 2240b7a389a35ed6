import { Menu, UnstyledButton } from "@mantine/core";
import {
  IconCheck,
  IconChevronDown,
  IconInbox,
  IconMessageCircle,
  IconRobot,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { InboxSearch } from "./InboxSearch";
import classes from "./list.module.css";

/** A bot or a channel, and the channels whose conversations that means. */
export type ScopeChoice = {
  channel?: string;
  bot?: string;
  channelIds: string[];
  name: string;
  hint: string;
  /** One of several channels of the bot that stands above it. */
  part: boolean;
};

/** What the address asks for; null when it asks for a bot or channel that is not here. */
export function chosenScope(
  scopes: readonly ScopeChoice[],
  search: InboxSearch,
): { channel_id?: string[] } | null {
  if (!search.channel && !search.bot) {
    return {};
  }
  const chosen = scopeOf(scopes, search);
  return chosen ? { channel_id: chosen.channelIds } : null;
}

/** The only channel of a bot stands in the list under the bot's name; its own address means the same. */
function scopeOf(scopes: readonly ScopeChoice[], { channel, bot }: InboxSearch) {
  return (
    scopes.find((one) => one.channel === channel && one.bot === bot) ??
    scopes.find(
      ({ channelIds: [only, ...others] }) => !bot && only === channel && others.length === 0,
    )
  );
}

type Props = {
  search: InboxSearch;
  scopes: readonly ScopeChoice[];
  onChange: (scope: { channel?: string; bot?: string }) => void;
};

/** Which bot or channel the list is of. */
export function ScopePicker({ search, scopes, onChange }: Props) {
  const { t } = useTranslation();
  const current = scopeOf(scopes, search);
  const isCurrent = (scope: ScopeChoice) => scope === current;
  const all = !search.channel && !search.bot;
  return (
    <Menu position="bottom-start" width={288}>
      <Menu.Target>
        <UnstyledButton className={classes.scope}>
          <span className="visually-hidden">{t("inbox.list.channel")}</span>
          <span className={classes.scopeName}>
            {(all ? null : current?.name) ?? t("inbox.list.allChannels")}
          </span>
          <IconChevronDown aria-hidden size={16} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconInbox size={16} />}
          onClick={() => onChange({})}
          rightSection={all ? <IconCheck size={16} /> : null}
        >
          {t("inbox.list.allChannels")}
        </Menu.Item>
        {scopes.length > 0 ? <Menu.Divider /> : null}
        {scopes.map((scope) => (
          <Menu.Item
            key={`${scope.channel} ${scope.bot} ${scope.part}`}
            leftSection={scope.bot ? <IconRobot size={16} /> : <IconMessageCircle size={16} />}
            onClick={() =>
              onChange({
                ...(scope.channel && { channel: scope.channel }),
                ...(scope.bot && { bot: scope.bot }),
              })
            }
            rightSection={isCurrent(scope) ? <IconCheck size={16} /> : null}
          >
            <span className={classes.scopeChoice} data-part={scope.part || undefined}>
              {scope.name}
              <span className={classes.scopeHint}>{scope.hint}</span>
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
