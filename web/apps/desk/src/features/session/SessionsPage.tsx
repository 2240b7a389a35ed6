import { Badge, Button } from "@mantine/core";
import { IconDeviceDesktop, IconDeviceMobile } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "@/lib/queryKeys";
import { useReader } from "@/lib/reader";
import { fullTime, relativeTime } from "@/lib/time";
import { useAnsweredWords } from "@/lib/useAnsweredWords";
import { useTold } from "@/lib/useTold";
import { Answered } from "@/ui/Answered";
import { Line, Lines, Page } from "@/ui/Page";
import { endOtherSessions, endSession, sessionsQuery } from "./api";
import { browserName } from "./browserName";

/** Where this agent is signed in. */
export function SessionsPage() {
  const { t } = useTranslation();
  const { time } = useReader();
  const answered = useAnsweredWords();
  const sessions = useQuery(sessionsQuery);
  const told = { renews: [keys.sessions], done: t("settings.sessions.ended") };
  const end = useTold({ mutationFn: endSession, ...told });
  const endOthers = useTold({ mutationFn: endOtherSessions, ...told });
  const now = new Date();
  return (
    <Page
      actions={
        (sessions.data?.length ?? 0) > 1 ? (
          <Button
            loading={endOthers.isPending}
            onClick={() => endOthers.mutate(undefined)}
            variant="default"
          >
            {t("settings.sessions.endOthers")}
          </Button>
        ) : null
      }
      lead={t("settings.sessions.lead")}
      title={t("settings.sessions.title")}
    >
      <Answered query={sessions} {...answered}>
        {(found) => (
          <Lines>
            {found.map((session) => (
              <Line
                icon={
                  /Mobi|Android/.test(session.user_agent) ? (
                    <IconDeviceMobile aria-hidden stroke={1.5} />
                  ) : (
                    <IconDeviceDesktop aria-hidden stroke={1.5} />
                  )
                }
                key={session.id}
                text={`${session.ip} · ${t("settings.sessions.lastSeen", {
                  when: relativeTime(new Date(session.last_seen_at), now, time),
                })} · ${t("settings.sessions.since", {
                  when: fullTime(new Date(session.created_at), time),
                })}`}
                title={
                  <>
                    {browserName(session.user_agent)}
                    {session.current ? (
                      <Badge variant="light">{t("settings.sessions.current")}</Badge>
                    ) : null}
                  </>
                }
              >
                {session.current ? null : (
                  <Button onClick={() => end.mutate(session.id)} size="xs" variant="default">
                    {t("settings.sessions.end")}
                  </Button>
                )}
              </Line>
            ))}
          </Lines>
        )}
      </Answered>
    </Page>
  );
}
