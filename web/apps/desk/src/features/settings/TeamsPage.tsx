import { Button, Group, Modal, MultiSelect, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { AgentOut, TeamOut } from "@obrol/api";
import { IconPencil, IconTrash, IconUsersGroup } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "@/lib/queryKeys";
import { mayAdminister, useReader } from "@/lib/reader";
import { useAnsweredWords } from "@/lib/useAnsweredWords";
import { useTold } from "@/lib/useTold";
import { Answered } from "@/ui/Answered";
import { Blank } from "@/ui/Blank";
import { IconAction } from "@/ui/IconAction";
import { Line, Lines, Page } from "@/ui/Page";
import { agentsQuery, makeTeam, removeTeam, renameTeam, setMember, teamsQuery } from "./api";

/** Groups of agents that conversations can be handed to. */
export function TeamsPage() {
  const { t } = useTranslation();
  const { role } = useReader();
  const answered = useAnsweredWords();
  const teams = useQuery(teamsQuery);
  const { data: agents = [] } = useQuery(agentsQuery);
  const [name, setName] = useState("");
  const make = useTold({
    mutationFn: makeTeam,
    renews: [keys.teams],
    onSuccess: () => setName(""),
  });
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) {
      make.mutate(name.trim());
    }
  };
  const mayChange = mayAdminister(role);
  return (
    <Page lead={t("settings.teams.lead")} title={t("settings.teams.title")}>
      {mayChange ? (
        <form onSubmit={add} style={{ marginBottom: 24 }}>
          <Group align="flex-end" gap={8}>
            <TextInput
              label={t("settings.teams.name")}
              maxLength={100}
              onChange={(event) => setName(event.currentTarget.value)}
              value={name}
              w={280}
            />
            <Button disabled={!name.trim()} loading={make.isPending} type="submit">
              {t("settings.teams.add")}
            </Button>
          </Group>
        </form>
      ) : null}
      <Answered query={teams} {...answered}>
        {(found) =>
          found.length === 0 ? (
            <Blank
              icon={<IconUsersGroup size={32} stroke={1.5} />}
              title={t("settings.teams.emptyTitle")}
            >
              {t("settings.teams.emptyText")}
            </Blank>
          ) : (
            <Lines>
              {found.map((team) => (
                <TeamLine agents={agents} key={team.id} mayChange={mayChange} team={team} />
              ))}
            </Lines>
          )
        }
      </Answered>
    </Page>
  );
}

type TeamLineProps = { team: TeamOut; agents: readonly AgentOut[]; mayChange: boolean };

function TeamLine({ team, agents, mayChange }: TeamLineProps) {
  const { t } = useTranslation();
  const told = { renews: [keys.teams] };
  const member = useTold({ mutationFn: setMember, ...told });
  const rename = useTold({ mutationFn: renameTeam, ...told });
  const remove = useTold({ mutationFn: removeTeam, ...told });
  const [editing, { open: edit, close: stop }] = useDisclosure(false);
  const [removing, { open: ask, close: spare }] = useDisclosure(false);
  const names = agents.filter((agent) => team.member_ids.includes(agent.id));
  const { id, name } = team;
  return (
    <Line
      text={
        mayChange ? null : names.map((agent) => agent.name).join(", ") || t("settings.teams.nobody")
      }
      title={
        editing ? (
          <TextInput
            aria-label={t("settings.teams.rename", { name })}
            autoFocus
            defaultValue={name}
            maxLength={100}
            onBlur={(event) => {
              const next = event.currentTarget.value.trim();
              stop();
              if (next && next !== name) {
                rename.mutate({ id, name: next });
              }
            }}
            onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
          />
        ) : (
          name
        )
      }
    >
      {mayChange ? (
        <>
          <MultiSelect
            aria-label={t("settings.teams.memberOf", { name })}
            data={agents.map((agent) => ({ value: agent.id, label: agent.name }))}
            onChange={(ids) => {
              const changed =
                ids.find((one) => !team.member_ids.includes(one)) ??
                team.member_ids.find((one) => !ids.includes(one));
              if (changed) {
                member.mutate({ teamId: id, agentId: changed, member: ids.includes(changed) });
              }
            }}
            placeholder={names.length > 0 ? "" : t("settings.teams.nobody")}
            value={team.member_ids}
            miw={0}
            style={{ flex: "1 1 200px" }}
            w={320}
          />
          <IconAction label={t("settings.teams.rename", { name })} onClick={edit}>
            <IconPencil size={18} stroke={1.75} />
          </IconAction>
          <IconAction label={t("settings.teams.remove", { name })} onClick={ask}>
            <IconTrash size={18} stroke={1.75} />
          </IconAction>
          <Modal
            onClose={spare}
            opened={removing}
            title={t("settings.teams.removeTitle", { name })}
          >
            <p style={{ marginTop: 0 }}>{t("settings.teams.removeText")}</p>
            <Group justify="flex-end">
              <Button onClick={spare} variant="default">
                {t("shell.action.cancel")}
              </Button>
              <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(id)}>
                {t("shell.action.remove")}
              </Button>
            </Group>
          </Modal>
        </>
      ) : null}
    </Line>
  );
}
