import { Button } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "@/lib/queryKeys";
import { useReader } from "@/lib/reader";
import { fullTime } from "@/lib/time";
import { useTold } from "@/lib/useTold";
import { Line, Lines, PagePart } from "@/ui/Page";
import { invitationsQuery, takeBackInvitation } from "./api";

/** Links that were given out and not used yet. */
export function Invitations() {
  const { t } = useTranslation();
  const { time } = useReader();
  const { data: invitations = [] } = useQuery(invitationsQuery);
  const takeBack = useTold({
    mutationFn: takeBackInvitation,
    renews: [keys.invitations],
    done: t("settings.agents.takenBack"),
  });
  if (invitations.length === 0) {
    return null;
  }
  return (
    <PagePart title={t("settings.agents.invitations")}>
      <Lines>
        {invitations.map((invitation) => (
          <Line
            icon={<IconMail aria-hidden stroke={1.5} />}
            key={invitation.id}
            text={`${t(`shell.role.${invitation.role}`)} · ${t("settings.agents.expires", {
              when: fullTime(new Date(invitation.expires_at), time),
            })}`}
            title={invitation.email ?? t("settings.agents.anyone")}
          >
            <Button onClick={() => takeBack.mutate(invitation.id)} size="xs" variant="default">
              {t("settings.agents.takeBack")}
            </Button>
          </Line>
        ))}
      </Lines>
    </PagePart>
  );
}
