import { Indicator, Popover } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconAt } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useReader } from "@/lib/reader";
import { relativeTime } from "@/lib/time";
import { IconAction } from "@/ui/IconAction";
import { mentionsQuery } from "../writing.api";
import classes from "./mentions.module.css";

/** Where colleagues named this agent: a badge for what is new, and a word when it happens. */
export function MentionsBell() {
  const { t } = useTranslation();
  const { time } = useReader();
  const { data: mentions } = useQuery(mentionsQuery);
  const [opened, setOpened] = useState(false);
  const unseen = mentions?.filter((one) => !one.seen).length ?? 0;
  useTelling();
  return (
    <Popover
      onChange={setOpened}
      opened={opened}
      position="bottom-end"
      shadow="md"
      trapFocus
      width={320}
    >
      <Indicator disabled={unseen === 0} label={unseen} offset={6} size={16}>
        <Popover.Target>
          <IconAction
            label={t("composer.mentions.open", { count: unseen })}
            onClick={() => setOpened((before) => !before)}
            tooltip={!opened}
          >
            <IconAt size={20} stroke={1.75} />
          </IconAction>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown aria-label={t("composer.mentions.title")} p={4}>
        {mentions && mentions.length > 0 ? (
          <ul className={classes.list}>
            {mentions.map(({ note, contact, seen }) => (
              <li key={note.id}>
                <Link
                  className={classes.mention}
                  data-new={!seen || undefined}
                  onClick={() => setOpened(false)}
                  params={{ conversationId: note.conversation_id }}
                  search={{}}
                  to="/live-chat/$conversationId"
                >
                  <span className={classes.who}>
                    <b>{note.author.name}</b>
                    {` ${t("composer.mentions.about", { name: contact.name })}`}
                    {seen ? null : (
                      <span className="visually-hidden">{` (${t("composer.mentions.isNew")})`}</span>
                    )}
                  </span>
                  <span className={classes.words}>{note.text}</span>
                  <span className={classes.when}>
                    {relativeTime(new Date(note.created_at), new Date(), time)}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        ) : (
          <p className={classes.none}>{t("composer.mentions.none")}</p>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

/** Says so when somebody names this agent while the desk is open; what was there before is only counted. */
function useTelling(): void {
  const { t } = useTranslation();
  const { data: mentions } = useQuery(mentionsQuery);
  const known = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    if (!mentions) {
      return;
    }
    const before = known.current;
    known.current = new Set(mentions.map(({ note }) => note.id));
    for (const { note, seen } of before ? mentions : []) {
      if (!seen && !before?.has(note.id)) {
        notifications.show({
          title: t("composer.mentions.told", { name: note.author.name }),
          message: note.text,
        });
      }
    }
  }, [mentions, t]);
}
