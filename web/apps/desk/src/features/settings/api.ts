import type { Locale, Role } from "@obrol/api";
import { api, asked } from "@obrol/api/client";
import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/lib/queryKeys";

export const agentsQuery = queryOptions({
  queryKey: keys.agents,
  queryFn: () => asked(api.GET("/api/agents")),
});

export const invitationsQuery = queryOptions({
  queryKey: keys.invitations,
  queryFn: () => asked(api.GET("/api/invitations")),
});

export const teamsQuery = queryOptions({
  queryKey: keys.teams,
  queryFn: () => asked(api.GET("/api/teams")),
});

export const deadLettersQuery = queryOptions({
  queryKey: keys.deadLetters,
  queryFn: () => asked(api.GET("/api/dead-letters")),
});

export function changeAgent({ id, ...body }: { id: string; role?: Role; disabled?: boolean }) {
  return asked(api.PATCH("/api/agents/{agent_id}", { params: { path: { agent_id: id } }, body }));
}

export function invite(body: { email: string | null; role: Role; team_ids: string[] }) {
  return asked(api.POST("/api/invitations", { body }));
}

export function takeBackInvitation(id: string): Promise<unknown> {
  return asked(
    api.DELETE("/api/invitations/{invitation_id}", { params: { path: { invitation_id: id } } }),
  );
}

export function makeTeam(name: string) {
  return asked(api.POST("/api/teams", { body: { name } }));
}

export function renameTeam({ id, name }: { id: string; name: string }) {
  return asked(
    api.PATCH("/api/teams/{team_id}", { params: { path: { team_id: id } }, body: { name } }),
  );
}

export function removeTeam(id: string): Promise<unknown> {
  return asked(api.DELETE("/api/teams/{team_id}", { params: { path: { team_id: id } } }));
}

export type Membership = { teamId: string; agentId: string; member: boolean };

export function setMember({ teamId, agentId, member }: Membership) {
  const params = { params: { path: { team_id: teamId, agent_id: agentId } } };
  return asked(
    member
      ? api.PUT("/api/teams/{team_id}/members/{agent_id}", params)
      : api.DELETE("/api/teams/{team_id}/members/{agent_id}", params),
  );
}

export type WorkspaceChange = {
  name?: string;
  pause_minutes?: number;
  time_zone?: string;
  locale?: Locale;
};

export function changeWorkspace(body: WorkspaceChange) {
  return asked(api.PATCH("/api/workspace", { body }));
}

export function retryDeadLetter(id: number): Promise<unknown> {
  return asked(
    api.POST("/api/dead-letters/{letter_id}/retry", { params: { path: { letter_id: id } } }),
  );
}
