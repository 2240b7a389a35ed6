import type { BotTurnItem, ConversationOut, FlowOut, MessageOut } from "@obrol/api";
import { api, asked, Refused } from "@obrol/api/client";
import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/lib/queryKeys";

const of = (id: string) => ({ params: { path: { conversation_id: id } } });

/** The flows of a bot that can be sent: those that were published. */
export function sendableFlowsQuery(botId: string) {
  return queryOptions({
    queryKey: keys.flowsOfBot(botId),
    queryFn: async ({ signal }): Promise<FlowOut[]> => {
      const flows = await asked(
        api.GET("/api/flows", { params: { query: { bot_id: botId } }, signal }),
      );
      return flows.filter((flow) => flow.published_version !== null);
    },
  });
}

/** What a flow says as it is published; versions never change. */
export function documentQuery(flow: Pick<FlowOut, "id" | "published_version">) {
  const number = flow.published_version ?? 0;
  return queryOptions({
    queryKey: [...keys.flow(flow.id, number), "document"],
    queryFn: async ({ signal }): Promise<unknown> => {
      const version = await asked(
        api.GET("/api/flows/{flow_id}/versions/{number}", {
          params: { path: { flow_id: flow.id, number } },
          signal,
        }),
      );
      return version.document;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export type WhileOn = "refuse" | "switch_off" | "control";

export function sendSubflow(
  conversationId: string,
  body: { id: string; flow_id: string; while_on: WhileOn },
): Promise<ConversationOut> {
  return asked(
    api.POST("/api/conversations/{conversation_id}/subflow", { ...of(conversationId), body }),
  );
}

export function stopSubflow(conversationId: string): Promise<ConversationOut> {
  return asked(api.DELETE("/api/conversations/{conversation_id}/subflow", of(conversationId)));
}

/** What can go on when live chat mode is switched off. */
export async function lookAtBotTurn(conversationId: string): Promise<BotTurnItem[]> {
  const { items } = await asked(
    api.GET("/api/conversations/{conversation_id}/bot-turn", of(conversationId)),
  );
  return items;
}

export function giveBotTurn(conversationId: string, goOn: string[]): Promise<ConversationOut> {
  return asked(
    api.PUT("/api/conversations/{conversation_id}/bot-turn", {
      ...of(conversationId),
      body: { go_on: goOn },
    }),
  );
}

export function resend(messageId: string, id: string): Promise<MessageOut> {
  return asked(
    api.POST("/api/messages/{message_id}/resend", {
      params: { path: { message_id: messageId } },
      body: { id },
    }),
  );
}

/** The old words of a message whose step is gone; null for any other failure. */
export function wordsOfGoneStep(error: unknown): string | null {
  return error instanceof Refused && error.code === "step_gone"
    ? String((error.problem as Record<string, unknown>).text ?? "")
    : null;
}
