import type { ChannelOut } from "@obrol/api";
import type { QueryClient } from "@tanstack/react-query";
import { keys } from "@/lib/queryKeys";
import type { LiveEventType, Reducers } from "@/live/reducers";

function putChannel(cache: QueryClient, { channel }: { channel: ChannelOut }): void {
  cache.setQueryData<ChannelOut[]>(keys.channels, (channels) => {
    const known = channels?.find((one) => one.id === channel.id);
    if (!channels || (known && known.version >= channel.version)) {
      return channels;
    }
    return known
      ? channels.map((one) => (one.id === channel.id ? channel : one))
      : [...channels, channel];
  });
  renewBots(cache);
}

function dropChannel(cache: QueryClient, { channel }: { channel: ChannelOut }): void {
  cache.setQueryData<ChannelOut[]>(keys.channels, (channels) =>
    channels?.filter((one) => one.id !== channel.id),
  );
  renewBots(cache);
}

// Which channels a bot answers on stands with the bot, and bots change too seldom to be kept up piece by piece.
function renewBots(cache: QueryClient): void {
  void cache.invalidateQueries({ queryKey: keys.bots });
}

function renewFlows(cache: QueryClient): void {
  void cache.invalidateQueries({ queryKey: keys.flows });
}

export const channelReducers = {
  "channel.connected": putChannel,
  "channel.changed": putChannel,
  "channel.broken": putChannel,
  "channel.removed": dropChannel,
  "bot.created": renewBots,
  "bot.changed": renewBots,
  "bot.removed": renewBots,
  "flow.created": renewFlows,
  "flow.changed": renewFlows,
  "flow.published": renewFlows,
  "flow.removed": renewFlows,
} satisfies Partial<Reducers<LiveEventType>>;
