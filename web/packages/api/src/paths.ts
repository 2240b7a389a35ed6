/** What can be asked of the server, in the form that `openapi-typescript` writes. By hand until then. */
import type * as S from "./shapes";

type Answer<Body> = { headers: Record<string, unknown>; content: { "application/json": Body } };
type Refused = {
  headers: Record<string, unknown>;
  content: { "application/problem+json": S.Problem };
};
type Nothing = { headers: Record<string, unknown>; content?: never };
type Parameters<Path, Query> = ([Path] extends [undefined] ? { path?: never } : { path: Path }) & {
  query?: Query;
  header?: never;
  cookie?: never;
};
type Responses<Out> = { 200: [Out] extends [never] ? Nothing : Answer<Out>; default: Refused };

type Ask<Out, Path = never, Query = never> = {
  parameters: Parameters<[Path] extends [never] ? undefined : Path, Query>;
  requestBody?: never;
  responses: Responses<Out>;
};
type Tell<In, Out, Path = never> = {
  parameters: Parameters<[Path] extends [never] ? undefined : Path, never>;
  requestBody: { content: { "application/json": In } };
  responses: Responses<Out>;
};
type Id = { id: string };

export interface paths {
  "/api/setup": {
    get: Ask<S.SetupOut>;
    post: Tell<
      {
        workspace_name: string;
        name: string;
        email: string;
        password: string;
        locale: S.Locale;
      },
      S.CurrentSession
    >;
  };
  "/api/session": {
    get: Ask<S.CurrentSession>;
    post: Tell<{ email: string; password: string }, S.CurrentSession>;
    delete: Ask<never>;
  };
  "/api/session/workspace": { put: Tell<{ workspace_id: string }, S.CurrentSession> };
  "/api/sessions": { get: Ask<S.SessionOut[]>; delete: Ask<never> };
  "/api/sessions/{id}": { delete: Ask<never, Id> };
  "/api/me": {
    patch: Tell<
      { name?: string; locale?: S.Locale | null; theme?: S.Theme; time_zone?: string | null },
      S.MeOut
    >;
  };
  "/api/me/password": { put: Tell<{ current_password: string; new_password: string }, never> };
  "/api/agents": { get: Ask<S.AgentOut[]> };
  "/api/agents/{id}": { patch: Tell<{ role?: S.Role; disabled?: boolean }, S.AgentOut, Id> };
  "/api/invitations": {
    get: Ask<S.InvitationOut[]>;
    post: Tell<{ email?: string | null; role: S.Role; team_ids: string[] }, S.NewInvitationOut>;
  };
  "/api/invitations/{id}": { delete: Ask<never, Id> };
  "/api/invitations/look": { post: Tell<{ token: string }, S.InvitationLook> };
  "/api/invitations/accept": {
    post: Tell<{ token: string; name: string; email: string; password: string }, S.CurrentSession>;
  };
  "/api/teams": { get: Ask<S.TeamOut[]>; post: Tell<{ name: string }, S.TeamOut> };
  "/api/teams/{id}": { patch: Tell<{ name: string }, S.TeamOut, Id>; delete: Ask<never, Id> };
  "/api/teams/{id}/members/{agent_id}": {
    put: Ask<S.TeamOut, { id: string; agent_id: string }>;
    delete: Ask<S.TeamOut, { id: string; agent_id: string }>;
  };
  "/api/workspace": {
    get: Ask<S.WorkspaceOut>;
    patch: Tell<
      { name?: string; pause_minutes?: number; time_zone?: string; locale?: S.Locale },
      S.WorkspaceOut
    >;
  };
  "/api/channels": {
    get: Ask<S.ChannelOut[]>;
    post: Tell<
      { kind: string; name: string; settings: S.WebchatSettings; bot_id?: string | null },
      S.ChannelOut
    >;
  };
  "/api/channels/{id}": {
    get: Ask<S.ChannelOut, Id>;
    patch: Tell<
      { name?: string; settings?: S.WebchatSettings; bot_id?: string | null },
      S.ChannelOut,
      Id
    >;
    delete: Ask<never, Id>;
  };
  "/api/bots": { get: Ask<S.BotOut[]> };
  "/api/conversations": {
    get: Ask<
      S.ConversationPage,
      never,
      { status?: S.Status; channel_id?: string; bot_id?: string; limit?: number; after?: string }
    >;
  };
  "/api/conversations/counts": {
    get: Ask<S.ConversationCounts, never, { channel_id?: string; bot_id?: string }>;
  };
  "/api/conversations/search": {
    get: Ask<S.SearchResult, never, { q: string; channel_id?: string; bot_id?: string }>;
  };
  "/api/conversations/{id}": { get: Ask<S.ConversationDetail, Id> };
  "/api/conversations/{id}/timeline": {
    get: Ask<S.TimelinePage, Id, { before?: string; limit?: number }>;
  };
  "/api/conversations/{id}/messages": {
    post: Tell<{ id: string; content: S.ContentIn; persona_id?: string | null }, S.MessageOut, Id>;
  };
  "/api/conversations/{id}/notes": { post: Tell<{ id: string; text: string }, S.NoteOut, Id> };
  "/api/conversations/{id}/read": { put: Tell<{ inbound_count: number }, never, Id> };
  "/api/conversations/{id}/done": {
    put: Tell<{ reason?: string | null }, S.ConversationOut, Id>;
    delete: Ask<S.ConversationOut, Id>;
  };
  "/api/conversations/{id}/snooze": {
    put: Tell<{ until: string }, S.ConversationOut, Id>;
    delete: Ask<S.ConversationOut, Id>;
  };
  "/api/conversations/{id}/assignee": {
    put: Tell<{ agent_id: string }, S.ConversationOut, Id>;
    delete: Ask<S.ConversationOut, Id>;
  };
  "/api/conversations/{id}/live-chat-mode": {
    put: Tell<{ for_minutes: number | null }, S.ConversationOut, Id>;
    delete: Ask<S.ConversationOut, Id>;
  };
  "/api/messages/{id}/retry": { post: Ask<S.MessageOut, Id> };
  "/api/contacts/{id}": { get: Ask<S.ContactOut, Id> };
  "/api/dead-letters": { get: Ask<S.DeadLetterOut[]> };
  "/api/dead-letters/{id}/retry": { post: Ask<never, { id: number }> };
}
