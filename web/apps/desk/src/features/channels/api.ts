import type { WebchatSettings } from "@obrol/api";
import { api, asked } from "@obrol/api/client";
import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/lib/queryKeys";

export const channelsQuery = queryOptions({
  queryKey: keys.channels,
  queryFn: () => asked(api.GET("/api/channels")),
});

export function channelQuery(id: string) {
  return queryOptions({
    queryKey: keys.channel(id),
    queryFn: () =>
      asked(api.GET("/api/channels/{channel_id}", { params: { path: { channel_id: id } } })),
  });
}

export const botsQuery = queryOptions({
  queryKey: keys.bots,
  queryFn: () => asked(api.GET("/api/bots")),
});

/** The counts of some channels; the same address in the cache as the inbox has, so the feed moves them too. */
export function countsQuery(channelIds: string[] | null) {
  const scope = channelIds ? { channel_id: channelIds } : {};
  return queryOptions({
    queryKey: keys.counts(scope),
    queryFn: () => asked(api.GET("/api/conversations/counts", { params: { query: scope } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function addWebchat(name: string) {
  return asked(api.POST("/api/channels", { body: { kind: "webchat", name } }));
}

export type ChannelChange = {
  id: string;
  name?: string;
  settings?: WebchatSettings;
  bot_id?: string | null;
};

export function changeChannel({ id, ...body }: ChannelChange) {
  return asked(
    api.PATCH("/api/channels/{channel_id}", { params: { path: { channel_id: id } }, body }),
  );
}

export function removeChannel(id: string): Promise<unknown> {
  return asked(api.DELETE("/api/channels/{channel_id}", { params: { path: { channel_id: id } } }));
}
