import { Button } from "@mantine/core";
import { IconAlertTriangle, IconMoodHappy } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { keys } from "@/lib/queryKeys";
import { useReader } from "@/lib/reader";
import { fullTime } from "@/lib/time";
import { useAnsweredWords } from "@/lib/useAnsweredWords";
import { useTold } from "@/lib/useTold";
import { Answered } from "@/ui/Answered";
import { Blank } from "@/ui/Blank";
import { Line, Lines, Page } from "@/ui/Page";
import { deadLettersQuery, retryDeadLetter } from "./api";

/** Work that was given up, to be started again by a person. */
export function DeadLettersPage() {
  const { t } = useTranslation();
  const { time } = useReader();
  const answered = useAnsweredWords();
  const letters = useQuery(deadLettersQuery);
  const retry = useTold({
    mutationFn: retryDeadLetter,
    renews: [keys.deadLetters],
    done: t("settings.deadLetters.retried"),
  });
  return (
    <Page lead={t("settings.deadLetters.lead")} title={t("settings.deadLetters.title")}>
      <Answered query={letters} {...answered}>
        {(found) =>
          found.length === 0 ? (
            <Blank
              icon={<IconMoodHappy size={32} stroke={1.5} />}
              title={t("settings.deadLetters.emptyTitle")}
            >
              {t("settings.deadLetters.emptyText")}
            </Blank>
          ) : (
            <Lines>
              {found.map((letter) => (
                <Line
                  icon={<IconAlertTriangle aria-hidden color="var(--bad)" stroke={1.5} />}
                  key={letter.id}
                  text={
                    <>
                      {`${t("settings.deadLetters.attempts")}: ${letter.attempts} · ${fullTime(
                        new Date(letter.created_at),
                        time,
                      )} · ${letter.error}`}
                      {letter.conversation_id ? (
                        <>
                          {" · "}
                          <Link
                            params={{ conversationId: letter.conversation_id }}
                            to="/live-chat/$conversationId"
                          >
                            {t("settings.deadLetters.conversation")}
                          </Link>
                        </>
                      ) : null}
                    </>
                  }
                  title={letter.kind}
                >
                  <Button
                    loading={retry.isPending && retry.variables === letter.id}
                    onClick={() => retry.mutate(letter.id)}
                    size="xs"
                    variant="default"
                  >
                    {t("settings.deadLetters.retry")}
                  </Button>
                </Line>
              ))}
            </Lines>
          )
        }
      </Answered>
    </Page>
  );
}
