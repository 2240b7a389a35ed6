import { expect, test } from "vitest";
import { aConversation, aMessage } from "@/testing/cast";
import { type Attention, type Received, worthTelling } from "./worth";

const NOW = Date.parse("2026-01-01T12:00:05+00:00");
const AWAY: Attention = { isLooking: false, conversationId: null };
const ADA = { id: "ada", notify_about: "mine" } as const;

function wrote(with_: Parameters<typeof aConversation>[0] = {}): Received {
  return {
    type: "message.received",
    conversation: aConversation({ answering: "team", ...with_ }),
    message: aMessage(),
  } as Received;
}

const told = (event: Received, me: Parameters<typeof worthTelling>[1] = ADA, attention = AWAY) =>
  worthTelling(event, me, attention, NOW);

test("what is mine or nobody's is told, also outside of the window when it is not looked at", () => {
  expect(told(wrote())).toEqual({ aloud: true, outside: true });
  expect(told(wrote({ assignee: { id: "ada", name: "Ada" } })).aloud).toBe(true);
});

test("what a colleague looks after is told only to who wants to hear everything", () => {
  const bos = wrote({ assignee: { id: "bo", name: "Bo" } });
  expect(told(bos).aloud).toBe(false);
  expect(told(bos, { id: "ada", notify_about: "all" }).aloud).toBe(true);
});

test("while the bot answers it is quiet, unless it is mine", () => {
  expect(told(wrote({ answering: "bot" })).aloud).toBe(false);
  expect(told(wrote({ answering: "bot", assignee: { id: "ada", name: "Ada" } })).aloud).toBe(true);
});

test("what is before one's eyes needs no sound, and what is elsewhere on the screen no notification", () => {
  expect(told(wrote(), ADA, { isLooking: true, conversationId: "c1" }).aloud).toBe(false);
  expect(told(wrote(), ADA, { isLooking: true, conversationId: "c2" })).toEqual({
    aloud: true,
    outside: false,
  });
});

test("what was missed an hour ago makes no noise now", () => {
  expect(worthTelling(wrote(), ADA, AWAY, NOW + 3_600_000).aloud).toBe(false);
});
