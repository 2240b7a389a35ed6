import type { BotOut } from "@obrol/api";
import { api, asked } from "@obrol/api/client";
import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/lib/queryKeys";

export type Bot = BotOut;

export const botsQuery = queryOptions({
  queryKey: keys.bots,
  queryFn: () => asked(api.GET("/api/bots")),
});

export const allFlowsQuery = queryOptions({
  queryKey: keys.flows,
  queryFn: () => asked(api.GET("/api/flows")),
});

export function addBot(name: string): Promise<Bot> {
  return asked(api.POST("/api/bots", { body: { name } }));
}

export function renameBot({ id, name }: { id: string; name: string }): Promise<Bot> {
  return asked(
    api.PATCH("/api/bots/{bot_id}", { params: { path: { bot_id: id } }, body: { name } }),
  );
}

export function removeBot(id: string): Promise<unknown> {
  return asked(api.DELETE("/api/bots/{bot_id}", { params: { path: { bot_id: id } } }));
}
