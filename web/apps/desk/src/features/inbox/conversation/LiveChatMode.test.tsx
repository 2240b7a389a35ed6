import type { BotTurnItem } from "@obrol/api";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { aConversation } from "@/testing/cast";
import { aServer } from "@/testing/fakeServer";
import { renderDesk } from "@/testing/renderDesk";
import { LiveChatMode } from "./LiveChatMode";

const QUESTION: BotTurnItem = {
  key: "run:1",
  kind: "question",
  flow_name: "Order",
  text: "Which size?",
  at: null,
};
const HELD: BotTurnItem = { ...QUESTION, key: "message:1", kind: "message", flow_name: null };

let items: BotTurnItem[] = [];
beforeEach(() => {
  items = [];
});

const server = aServer({
  "GET /api/conversations/c1/bot-turn": () => ({ body: { items } }),
  "PUT /api/conversations/c1/bot-turn": () => ({ body: aConversation({ version: 3 }) }),
  "DELETE /api/conversations/c1/live-chat-mode": () => ({ body: aConversation({ version: 3 }) }),
});

const changes = () => server.asked.filter((one) => one.method !== "GET");

async function switchOff() {
  renderDesk(<LiveChatMode conversation={aConversation({ answering: "team" })} />);
  await userEvent.click(screen.getByRole("switch", { name: "Live chat mode" }));
}

test("with nothing unfinished it goes off at once", async () => {
  await switchOff();
  await waitFor(() => expect(changes()).toHaveLength(1));
  expect(changes()[0]?.method).toBe("DELETE");
});

test("what the bot left unfinished is shown first, and only what is chosen goes on", async () => {
  items = [QUESTION, HELD];
  await switchOff();
  const question = await screen.findByRole("checkbox", { name: /question that waits/ });
  const held = screen.getByRole("checkbox", { name: /message that was held/ });
  expect((question as HTMLInputElement).checked).toBe(true);
  expect((held as HTMLInputElement).checked).toBe(false);
  await userEvent.click(held);
  await userEvent.click(question);
  await userEvent.click(screen.getByRole("button", { name: "Switch off" }));
  await waitFor(() => expect(changes()).toHaveLength(1));
  expect(changes()[0]?.body).toEqual({ go_on: ["message:1"] });
});

test("whoever cancels keeps live chat mode on", async () => {
  items = [QUESTION];
  await switchOff();
  await userEvent.click(await screen.findByRole("button", { name: "Cancel" }));
  expect(changes()).toEqual([]);
});
