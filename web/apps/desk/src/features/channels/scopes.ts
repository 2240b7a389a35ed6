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
  /** One of several channels of the bot that stands above it. */
  part: boolean;
};

/** Every bot that answers somewhere, with its channels if it has several; then the channels without a bot. */
export function scopesOf(bots: readonly BotOut[], channels: readonly ChannelOut[]): ChannelScope[] {
  const broken = new Set(channels.filter((one) => one.state === "broken").map((one) => one.id));
  const alone = (channel: { id: string; name: string; kind: string }, part: boolean) => ({
    channel: channel.id,
    channelIds: [channel.id],
    name: channel.name,
    channels: [{ id: channel.id, name: channel.name, kind: channel.kind }],
    broken: broken.has(channel.id),
    part,
  });
  const ofBots = bots
    .filter((bot) => bot.channels.length > 0)
    .flatMap((bot) => [
      {
        bot: bot.id,
        channelIds: bot.channels.map((channel) => channel.id),
        name: bot.name,
        channels: bot.channels,
        broken: bot.channels.some((channel) => broken.has(channel.id)),
        part: false,
      },
      ...(bot.channels.length > 1 ? bot.channels.map((channel) => alone(channel, true)) : []),
    ]);
  const answered = new Set(ofBots.flatMap((scope) => scope.channelIds));
  return [
    ...ofBots,
    ...channels
      .filter((channel) => !answered.has(channel.id))
      .map((channel) => alone(channel, false)),
  ];
}
