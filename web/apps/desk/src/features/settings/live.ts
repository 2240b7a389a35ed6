import type { AgentOut, CurrentSession, TeamOut, WorkspaceOut } from "@obrol/api";
import type { QueryClient } from "@tanstack/react-query";
import { keys } from "@/lib/queryKeys";
import type { LiveEventType, Reducers } from "@/live/reducers";

type Versioned = { id: string; version: number };

function upsert<One extends Versioned>(
  cache: QueryClient,
  key: readonly unknown[],
  changed: One,
): void {
  cache.setQueryData<One[]>(key, (all) => {
    const known = all?.find((one) => one.id === changed.id);
    if (!all || (known && known.version >= changed.version)) {
      return all;
    }
    return known ? all.map((one) => (one.id === changed.id ? changed : one)) : [...all, changed];
  });
}

function putAgent(cache: QueryClient, { agent }: { agent: AgentOut }): void {
  upsert(cache, keys.agents, agent);
  cache.setQueryData<CurrentSession>(keys.session, (session) =>
    session && session.agent.id === agent.id && session.agent.version < agent.version
      ? { ...session, agent: { ...session.agent, ...agent } }
      : session,
  );
}

function putTeam(cache: QueryClient, { team }: { team: TeamOut }): void {
  upsert(cache, keys.teams, team);
}

function putWorkspace(cache: QueryClient, { workspace }: { workspace: WorkspaceOut }): void {
  cache.setQueryData<CurrentSession>(keys.session, (session) =>
    session && session.workspace.version < workspace.version ? { ...session, workspace } : session,
  );
}

function renewInvitations(cache: QueryClient): void {
  void cache.invalidateQueries({ queryKey: keys.invitations });
}

export const settingsReducers = {
  "agent.joined": putAgent,
  "agent.changed": putAgent,
  "agent.role_changed": putAgent,
  "agent.disabled": putAgent,
  "agent.enabled": putAgent,
  "invitation.made": renewInvitations,
  "invitation.taken_back": renewInvitations,
  "invitation.accepted": renewInvitations,
  "team.made": putTeam,
  "team.changed": putTeam,
  "team.removed": (cache, { team_id }) => {
    cache.setQueryData<TeamOut[]>(keys.teams, (teams) =>
      teams?.filter((team) => team.id !== team_id),
    );
  },
  "workspace.founded": putWorkspace,
  "workspace.changed": putWorkspace,
} satisfies Partial<Reducers<LiveEventType>>;
