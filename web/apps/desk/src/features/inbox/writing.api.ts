import type { ContentIn } from "@obrol/api";
import { api, asked } from "@obrol/api/client";
import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/lib/queryKeys";

/** The shared shortcuts and one's own; kept up to date by the live feed. */
export const shortcutsQuery = queryOptions({
  queryKey: keys.shortcuts,
  queryFn: ({ signal }) => asked(api.GET("/api/shortcuts", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

export const personasQuery = queryOptions({
  queryKey: keys.personas,
  queryFn: ({ signal }) => asked(api.GET("/api/personas", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

/** What `{{path}}` can look up in a reply. */
export const variablesQuery = queryOptions({
  queryKey: keys.variables,
  queryFn: ({ signal }) => asked(api.GET("/api/variables", { signal })),
  staleTime: 60_000,
});

export const colleaguesQuery = queryOptions({
  queryKey: keys.agents,
  queryFn: ({ signal }) => asked(api.GET("/api/agents", { signal })),
});

/** A text as the contact of a conversation would get it, and what would stop it. */
export function resolvedQuery(conversationId: string, text: string) {
  return queryOptions({
    queryKey: keys.resolved(conversationId, text),
    queryFn: ({ signal }) =>
      asked(
        api.POST("/api/conversations/{conversation_id}/resolve", {
          params: { path: { conversation_id: conversationId } },
          body: { text },
          signal,
        }),
      ),
    gcTime: 10_000,
    retry: false,
  });
}

/** Counts that a shortcut was chosen. */
export function noteUse(shortcutId: string): Promise<unknown> {
  return asked(
    api.POST("/api/shortcuts/{shortcut_id}/uses", {
      params: { path: { shortcut_id: shortcutId } },
    }),
  );
}

/** Replies that wait for their time, or were held when it came. */
export function scheduledQuery(conversationId: string) {
  return queryOptions({
    queryKey: keys.scheduled(conversationId),
    queryFn: ({ signal }) =>
      asked(
        api.GET("/api/conversations/{conversation_id}/scheduled-replies", {
          params: { path: { conversation_id: conversationId } },
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export type Scheduled = {
  conversationId: string;
  id: string;
  contents: ContentIn[];
  persona_id: string | null;
  send_at: string;
  send_anyway: boolean;
};

export function scheduleReply({ conversationId, ...body }: Scheduled) {
  return asked(
    api.POST("/api/conversations/{conversation_id}/scheduled-replies", {
      params: { path: { conversation_id: conversationId } },
      body,
    }),
  );
}

const scheduled = (id: string) => ({ params: { path: { scheduled_reply_id: id } } });

export type Rescheduled = { id: string; send_at: string; send_anyway: boolean };

export function rescheduleReply({ id, ...body }: Rescheduled) {
  return asked(
    api.PATCH("/api/scheduled-replies/{scheduled_reply_id}", { ...scheduled(id), body }),
  );
}

/** What else can be done to a reply that waits. */
export const scheduledActions = {
  sendNow: (id: string): Promise<unknown> =>
    asked(api.POST("/api/scheduled-replies/{scheduled_reply_id}/send", scheduled(id))),
  cancel: (id: string): Promise<unknown> =>
    asked(api.DELETE("/api/scheduled-replies/{scheduled_reply_id}", scheduled(id))),
};

/** The newest notes in which a colleague named this agent. */
export const mentionsQuery = queryOptions({
  queryKey: keys.ownMentions,
  queryFn: ({ signal }) => asked(api.GET("/api/mentions", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

export function seeMentions(conversationId: string): Promise<unknown> {
  return asked(
    api.PUT("/api/conversations/{conversation_id}/mentions/seen", {
      params: { path: { conversation_id: conversationId } },
    }),
  );
}
