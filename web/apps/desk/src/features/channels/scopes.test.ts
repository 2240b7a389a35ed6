import type { BotOut, ChannelOut } from "@obrol/api";
import { expect, test } from "vitest";
import { scopesOf } from "./scopes";

const aChannel = (id: string, state: "connected" | "broken" = "connected") =>
  ({ id, name: id, kind: "webchat", state }) as ChannelOut;

const aBot = (name: string, channels: string[]) =>
  ({
    id: name,
    name,
    channels: channels.map((id) => ({ id, name: id, kind: "webchat" })),
  }) as BotOut;

const names = (bots: BotOut[], channels: ChannelOut[]) =>
  scopesOf(bots, channels).map((scope) => scope.name);

test("every bot is offered, and every channel that has none", () => {
  expect(names([aBot("Kopi", ["shop"])], [aChannel("shop"), aChannel("wholesale")])).toEqual([
    "Kopi",
    "wholesale",
  ]);
});

test("a bot with several channels offers each of them too", () => {
  const scopes = scopesOf([aBot("Kopi", ["shop", "cafe"])], [aChannel("shop"), aChannel("cafe")]);
  expect(scopes.map(({ name, channelIds, part }) => [name, channelIds, part])).toEqual([
    ["Kopi", ["shop", "cafe"], false],
    ["shop", ["shop"], true],
    ["cafe", ["cafe"], true],
  ]);
});

test("a bot on a broken channel is shown as not working", () => {
  const scopes = scopesOf([aBot("Kopi", ["shop"])], [aChannel("shop", "broken")]);
  expect(scopes[0]?.broken).toBe(true);
});

test("a bot that answers nowhere has no inbox", () => {
  expect(names([aBot("Kopi", [])], [])).toEqual([]);
});
