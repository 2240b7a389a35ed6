import type {
  ContactOut,
  ConversationCounts,
  ConversationRow,
  ConversationViewOut,
} from "@obrol/api";
import { api, asked } from "@obrol/api/client";
import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from "@tanstack/react-query";
import { keys, type ListFilter, type Scope } from "@/lib/queryKeys";
import { putRow } from "./rows";

const ROWS = 50; // rows of one page, as the server gives them by default
const ITEMS = 50;
const COUNTS_RENEWED = 60_000; // the feed moves them; this takes out whatever drift is left

export function listQuery(filter: ListFilter) {
  return infiniteQueryOptions({
    queryKey: keys.list(filter),
    queryFn: ({ pageParam, signal }) =>
      asked(
        api.GET("/api/conversations", {
          params: {
            query: { ...filter, limit: ROWS, ...(pageParam ? { after: pageParam } : {}) },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function countsQuery(scope: Scope) {
  return queryOptions({
    queryKey: keys.counts(scope),
    queryFn: ({ signal }): Promise<ConversationCounts> =>
      asked(api.GET("/api/conversations/counts", { params: { query: scope }, signal })),
    refetchInterval: COUNTS_RENEWED,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function searchQuery(q: string, scope: Scope) {
  return queryOptions({
    queryKey: keys.search(q, scope),
    queryFn: ({ signal }) =>
      asked(api.GET("/api/conversations/search", { params: { query: { q, ...scope } }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
}

async function fetchConversation(client: QueryClient, id: string): Promise<ConversationRow> {
  const { contact, view, ...row } = await asked(
    api.GET("/api/conversations/{conversation_id}", { params: { path: { conversation_id: id } } }),
  );
  client.setQueryData<ContactOut>(keys.contact(contact.id), (old) =>
    old && old.version > contact.version ? old : contact,
  );
  client.setQueryData<ConversationViewOut>(keys.view(id), view);
  putRow(client, row);
  return row;
}

export function conversationQuery(id: string) {
  return queryOptions({
    queryKey: keys.conversation(id),
    queryFn: ({ client }) => fetchConversation(client, id),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** So that reducers can look up a conversation by its key alone. */
export function teachCache(client: QueryClient): void {
  client.setQueryDefaults(keys.conversations, {
    queryFn: ({ queryKey }) => fetchConversation(client, String(queryKey[2])),
  });
}

/** Comes with the conversation; asked for alone only when that is long ago. */
export function viewQuery(id: string) {
  return queryOptions({
    queryKey: keys.view(id),
    queryFn: async ({ signal }): Promise<ConversationViewOut> => {
      const { view } = await asked(
        api.GET("/api/conversations/{conversation_id}", { ...path(id), signal }),
      );
      return view;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function putView(id: string, view: ConversationViewOut) {
  return asked(api.PUT("/api/conversations/{conversation_id}/view", { ...path(id), body: view }));
}

/** Messages, notes and events; without those of the bot a page is full of what people said. */
export function timelineQuery(id: string, withoutBot = false) {
  return infiniteQueryOptions({
    queryKey: withoutBot ? keys.timelineWithoutBot(id) : keys.timeline(id),
    queryFn: ({ pageParam, signal }) =>
      asked(
        api.GET("/api/conversations/{conversation_id}/timeline", {
          params: {
            path: { conversation_id: id },
            query: {
              limit: ITEMS,
              ...(pageParam ? { before: pageParam } : {}),
              ...(withoutBot ? { without: "bot" as const } : {}),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.before,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

const path = (id: string) => ({ params: { path: { conversation_id: id } } });

/** What can be done to a conversation; each answers with the conversation as it is then. */
export const conversationActions = {
  done: (id: string) =>
    asked(
      api.PUT("/api/conversations/{conversation_id}/done", { ...path(id), body: { reason: null } }),
    ),
  reopen: (id: string) => asked(api.DELETE("/api/conversations/{conversation_id}/done", path(id))),
  snooze: (id: string, until: Date) =>
    asked(
      api.PUT("/api/conversations/{conversation_id}/snooze", {
        ...path(id),
        body: { until: until.toISOString() },
      }),
    ),
  wake: (id: string) => asked(api.DELETE("/api/conversations/{conversation_id}/snooze", path(id))),
  assign: (id: string, agentId: string) =>
    asked(
      api.PUT("/api/conversations/{conversation_id}/assignee", {
        ...path(id),
        body: { agent_id: agentId },
      }),
    ),
  unassign: (id: string) =>
    asked(api.DELETE("/api/conversations/{conversation_id}/assignee", path(id))),
  liveChatModeOn: (id: string, minutes: number | null) =>
    asked(
      api.PUT("/api/conversations/{conversation_id}/live-chat-mode", {
        ...path(id),
        body: { for_minutes: minutes },
      }),
    ),
  liveChatModeOff: (id: string) =>
    asked(api.DELETE("/api/conversations/{conversation_id}/live-chat-mode", path(id))),
};

/** What an agent keeps about a conversation for themselves. */
export const markActions = {
  unread: (id: string): Promise<unknown> =>
    asked(api.DELETE("/api/conversations/{conversation_id}/read", path(id))),
  pin: (id: string): Promise<unknown> =>
    asked(api.PUT("/api/conversations/{conversation_id}/pin", path(id))),
  unpin: (id: string): Promise<unknown> =>
    asked(api.DELETE("/api/conversations/{conversation_id}/pin", path(id))),
};

/** Who can be put in charge: the same address in the cache as the settings have. */
export const colleaguesQuery = queryOptions({
  queryKey: keys.agents,
  queryFn: () => asked(api.GET("/api/agents")),
});

export const tagsQuery = queryOptions({
  queryKey: keys.tags,
  queryFn: () => asked(api.GET("/api/tags")),
});

export function markRead(id: string, inboundCount: number): Promise<unknown> {
  return asked(
    api.PUT("/api/conversations/{conversation_id}/read", {
      ...path(id),
      body: { inbound_count: inboundCount },
    }),
  );
}

export function sendAgain(messageId: string) {
  return asked(
    api.POST("/api/messages/{message_id}/retry", { params: { path: { message_id: messageId } } }),
  );
}
