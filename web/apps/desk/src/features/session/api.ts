import type { CurrentSession, Locale, Theme } from "@obrol/api";
import { api, asked } from "@obrol/api/client";
import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/lib/queryKeys";

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: (): Promise<CurrentSession> => asked(api.GET("/api/session")),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});

export const setupQuery = queryOptions({
  queryKey: keys.setup,
  queryFn: () => asked(api.GET("/api/setup")),
});

export const sessionsQuery = queryOptions({
  queryKey: keys.sessions,
  queryFn: () => asked(api.GET("/api/sessions")),
});

export function signIn(email: string, password: string): Promise<CurrentSession> {
  return asked(api.POST("/api/session", { body: { email, password } }));
}

export function signOut(): Promise<unknown> {
  return asked(api.DELETE("/api/session"));
}

export function switchWorkspace(workspaceId: string): Promise<CurrentSession> {
  return asked(api.PUT("/api/session/workspace", { body: { workspace_id: workspaceId } }));
}

export type Setup = {
  workspace_name: string;
  name: string;
  email: string;
  password: string;
  locale: Locale;
};

export function setUp(body: Setup): Promise<CurrentSession> {
  return asked(api.POST("/api/setup", { body }));
}

export function invitationQuery(token: string) {
  return queryOptions({
    queryKey: ["invitation", token],
    queryFn: () => asked(api.POST("/api/invitations/look", { body: { token } })),
    retry: false,
  });
}

export function acceptInvitation(body: {
  token: string;
  name: string;
  email: string;
  password: string;
}): Promise<CurrentSession> {
  return asked(api.POST("/api/invitations/accept", { body }));
}

export type Profile = {
  name?: string;
  locale?: Locale | null;
  theme?: Theme;
  time_zone?: string | null;
  enter_sends?: boolean;
  undo_send?: boolean;
  single_keys?: boolean;
  list_hidden?: boolean;
};

export function changeProfile(body: Profile) {
  return asked(api.PATCH("/api/me", { body }));
}

export function changePassword(current: string, next: string): Promise<unknown> {
  return asked(
    api.PUT("/api/me/password", { body: { current_password: current, new_password: next } }),
  );
}

export function endSession(id: string): Promise<unknown> {
  return asked(api.DELETE("/api/sessions/{session_id}", { params: { path: { session_id: id } } }));
}

export function endOtherSessions(): Promise<unknown> {
  return asked(api.DELETE("/api/sessions"));
}
