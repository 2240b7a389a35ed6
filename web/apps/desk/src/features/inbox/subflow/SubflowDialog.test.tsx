import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { aConversation } from "@/testing/cast";
import { aServer, refusal } from "@/testing/fakeServer";
import { renderDesk } from "@/testing/renderDesk";
import { SubflowDialog } from "./SubflowDialog";

function aFlow(id: string, name: string, published_version: number | null = 1) {
  const created_at = "2026-01-01T12:00:00Z";
  return { id, bot_id: "bot", name, published_version, has_changes: false, created_at, version: 1 };
}

const text = { messages: [{ kind: "text", text: "Which size?" }] };
const document = { format: 1, start: "a", steps: { a: { type: "send_message", options: text } } };

const server = aServer({
  "GET /api/flows": () => ({
    body: [aFlow("order", "Order"), aFlow("cafe", "Café"), aFlow("draft", "Only a draft", null)],
  }),
  "GET /api/flows/order/versions/1": () => ({ body: { document } }),
  "GET /api/flows/cafe/versions/1": () => ({ body: { document } }),
  "POST /api/conversations/c1/subflow": (body) =>
    (body as { flow_id: string }).flow_id === "cafe"
      ? refusal(409, "window_closed", "The time is over.")
      : { body: aConversation({ version: 2 }) },
});

function show(with_: Parameters<typeof aConversation>[0] = {}) {
  let closed = 0;
  renderDesk(
    <SubflowDialog conversation={aConversation(with_)} onClose={() => (closed += 1)} opened />,
  );
  return { closed: () => closed };
}

const sent = () => server.asked.filter((one) => one.method === "POST").map((one) => one.body);
const sendButton = () => screen.getByRole<HTMLButtonElement>("button", { name: "Send Sub Flow" });

test("what was published can be chosen, is shown before, and is sent", async () => {
  const { closed } = show();
  await userEvent.click(await screen.findByRole("radio", { name: "Order" }));
  await screen.findByText("Which size?");
  expect(screen.queryByRole("radio", { name: "Only a draft" })).toBeNull();
  await userEvent.click(sendButton());
  await waitFor(() => expect(closed()).toBe(1));
  expect(sent()).toMatchObject([{ flow_id: "order", while_on: "refuse" }]);
});

test("nothing can be sent before something is chosen", async () => {
  show();
  await screen.findByRole("radio", { name: "Order" });
  expect(sendButton().disabled).toBe(true);
});

test("typing narrows the list, whatever the accents", async () => {
  show();
  await screen.findByRole("radio", { name: "Order" });
  await userEvent.type(screen.getByRole("textbox", { name: "Search sub flows" }), "CAFE");
  expect(screen.getAllByRole("radio")).toHaveLength(1);
  screen.getByRole("radio", { name: "Café" });
  await userEvent.type(screen.getByRole("textbox", { name: "Search sub flows" }), "xyz");
  screen.getByText("No sub flow has this in its name.");
});

test("with live chat mode on it says why, and offers two other ways", async () => {
  show({ answering: "team" });
  screen.getByText("Live chat mode is on");
  await userEvent.click(await screen.findByRole("radio", { name: "Order" }));
  expect(sendButton().disabled).toBe(true);
  await userEvent.click(screen.getByRole("button", { name: "Run under my control" }));
  await waitFor(() => expect(sent()).toHaveLength(1));
  expect(sent()).toMatchObject([{ while_on: "control" }]);
});

test("a refusal is shown, and a second press is the same sending", async () => {
  show();
  await userEvent.click(await screen.findByRole("radio", { name: "Café" }));
  await userEvent.click(sendButton());
  await screen.findByText("The time is over.");
  await userEvent.click(sendButton());
  await waitFor(() => expect(sent()).toHaveLength(2));
  const [first, second] = sent() as { id: string }[];
  expect(first?.id).toBe(second?.id);
});

test("without a bot on the channel there is nothing to send", () => {
  show({ bot_id: null });
  screen.getByText("No bot on this channel");
});
