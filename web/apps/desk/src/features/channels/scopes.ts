import type { BotOut, ChannelOut } from "@obrol/api";

/** What an inbox can be of: a bot with its channels, or one channel. */
export type ChannelScope = {
  bot?: string;
  channel?: string;
  channelIds: string[];
  name: string;
  /** The kinds of its channels, or the channels of a bot that has several. */
  channels: { id: string; name: string; kind: string }[];
  broken: boolean;
};

/** Every bot that answers somewhere, then the channels that no bot answers on. */
export function scopesOf(bots: readonly BotOut[], channels: readonly ChannelOut[]): ChannelScope[] {
  const broken = new Set(channels.filter((one) => one.state === "broken").map((one) => one.id));
  const ofBots = bots
    .filter((bot) => bot.channels.length > 0)
    .map((bot) => ({
      bot: bot.id,
      channelIds: bot.channels.map((channel) => channel.id),
      name: bot.name,
      channels: bot.channels,
      broken: bot.channels.some((channel) => broken.has(channel.id)),
    }));
  const answered = new Set(ofBots.flatMap((scope) => scope.channelIds));
  const alone = channels
    .filter((channel) => !answered.has(channel.id))
    .map(({ id, name, kind }) => ({
      channel: id,
      channelIds: [id],
      name,
      channels: [{ id, name, kind }],
      broken: broken.has(id),
    }));
  return [...ofBots, ...alone];
}
