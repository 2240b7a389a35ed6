import { expect, test } from "vitest";
import { chosenScope, type ScopeChoice } from "./ScopePicker";

const KOPI: ScopeChoice = {
  bot: "kopi",
  channelIds: ["shop", "cafe"],
  name: "Kopi",
  hint: "",
  part: false,
};

test("the inbox of a bot is that of its channels", () => {
  expect(chosenScope([KOPI], { bot: "kopi" })).toEqual({ channel_id: ["shop", "cafe"] });
});

test("nothing chosen means everything", () => {
  expect(chosenScope([KOPI], {})).toEqual({});
});

test("a bot that is not here shows nothing rather than everybody's conversations", () => {
  expect(chosenScope([KOPI], { bot: "gone" })).toBeNull();
});

test("the only channel of a bot has an inbox under its own address too", () => {
  const bot = { ...KOPI, channelIds: ["shop"] };
  expect(chosenScope([bot], { channel: "shop" })).toEqual({ channel_id: ["shop"] });
  expect(chosenScope([KOPI], { channel: "shop" })).toBeNull();
});
