import { Badge, Button, Select, Switch } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { AgentOut, Role } from "@obrol/api";
import { IconUserPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keys } from "@/lib/queryKeys";
import { mayAdminister, useReader } from "@/lib/reader";
import { useAnsweredWords } from "@/lib/useAnsweredWords";
import { useTold } from "@/lib/useTold";
import { Answered } from "@/ui/Answered";
import { Face } from "@/ui/Face";
import { Line, Lines, Page } from "@/ui/Page";
import { agentsQuery, changeAgent } from "./api";
import { Invitations } from "./Invitations";
import { InviteDialog } from "./InviteDialog";

export const ROLES: readonly Role[] = ["owner", "admin", "supervisor", "agent"];

/** Who works here, and what they may do. */
export function AgentsPage() {
  const { t } = useTranslation();
  const { role } = useReader();
  const answered = useAnsweredWords();
  const agents = useQuery(agentsQuery);
  const [inviting, { open, close }] = useDisclosure(false);
  const mayInvite = mayAdminister(role);
  return (
    <Page
      actions={
        mayInvite ? (
          <Button leftSection={<IconUserPlus size={16} />} onClick={open}>
            {t("settings.agents.invite")}
          </Button>
        ) : null
      }
      lead={t("settings.agents.lead")}
      title={t("settings.agents.title")}
    >
      <Answered query={agents} {...answered}>
        {(found) => (
          <Lines>
            {found.map((agent) => (
              <AgentLine agent={agent} key={agent.id} />
            ))}
          </Lines>
        )}
      </Answered>
      {mayInvite ? <Invitations /> : null}
      <InviteDialog onClose={close} opened={inviting} />
    </Page>
  );
}

function AgentLine({ agent }: { agent: AgentOut }) {
  const { t } = useTranslation();
  const { role, agentId } = useReader();
  const change = useTold({ mutationFn: changeAgent, renews: [keys.agents] });
  const me = agent.id === agentId;
  // Only owners make and unmake owners; the server says so too.
  const mayChange = mayAdminister(role) && (role === "owner" || agent.role !== "owner");
  const roles = role === "owner" ? ROLES : ROLES.filter((one) => one !== "owner");
  return (
    <Line
      icon={<Face name={agent.name} picture={agent.picture_url} />}
      text={agent.email}
      title={
        <>
          {agent.name}
          {me ? <Badge variant="light">{t("settings.agents.you")}</Badge> : null}
          {agent.disabled ? (
            <Badge color="gray" variant="light">
              {t("settings.agents.disabled")}
            </Badge>
          ) : null}
        </>
      }
    >
      {mayChange ? (
        <>
          <Select
            aria-label={t("settings.agents.roleOf", { name: agent.name })}
            data={roles.map((one) => ({ value: one, label: t(`shell.role.${one}`) }))}
            onChange={(value) => {
              const next = ROLES.find((one) => one === value);
              if (next && next !== agent.role) {
                change.mutate({ id: agent.id, role: next });
              }
            }}
            size="sm"
            value={agent.role}
            w={144}
          />
          <Switch
            aria-label={t(agent.disabled ? "settings.agents.enable" : "settings.agents.disable", {
              name: agent.name,
            })}
            checked={!agent.disabled}
            disabled={me}
            onChange={(event) =>
              change.mutate({ id: agent.id, disabled: !event.currentTarget.checked })
            }
          />
        </>
      ) : (
        <span style={{ color: "var(--ink-soft)" }}>{t(`shell.role.${agent.role}`)}</span>
      )}
    </Line>
  );
}
