import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { ADA, aMessage, BOT } from "@/testing/cast";
import { aServer, refusal } from "@/testing/fakeServer";
import { renderDesk } from "@/testing/renderDesk";
import { MessageBubble } from "./MessageBubble";

const none: ReadonlySet<string> = new Set();
const said = { direction: "outbound", author: BOT, flow_version: 3, step_id: "menu" } as const;

const server = aServer({
  "POST /api/messages/m1/resend": () => ({ body: aMessage({ ...said, id: "m2", pos: 2 }) }),
  "POST /api/messages/gone/resend": () => {
    const { body } = refusal(409, "step_gone", "It is gone.");
    return { status: 409, body: { ...(body as object), text: "Old words" } };
  },
});

function show(with_: Parameters<typeof aMessage>[0]) {
  const message = aMessage({ ...said, flow_id: "flow", ...with_ });
  renderDesk(<MessageBubble chosen={none} found={false} message={message} showTicks={false} />);
}

const menu = () => screen.queryByRole("button", { name: "Message options" });

test("a message of the bot is sent again from its menu", async () => {
  show({});
  await userEvent.click(menu() as HTMLElement);
  await userEvent.click(await screen.findByRole("menuitem", { name: "Resend" }));
  await waitFor(() => expect(server.asked).toHaveLength(1));
});

test("messages of the contact and of agents have no such menu", () => {
  show({ direction: "inbound", author: { kind: "contact", id: "walt", name: "Walt" } });
  expect(menu()).toBeNull();
  show({ author: ADA, flow_id: null });
  expect(menu()).toBeNull();
});

test("agents who may not see flows are not offered the way there", async () => {
  show({});
  await userEvent.click(menu() as HTMLElement);
  await screen.findByRole("menuitem", { name: "Resend" });
  expect(screen.queryByRole("menuitem", { name: /Jump to this step/ })).toBeNull();
});

test("the old words are offered when their step is gone", async () => {
  show({ id: "gone" });
  await userEvent.click(menu() as HTMLElement);
  await userEvent.click(await screen.findByRole("menuitem", { name: "Resend" }));
  await screen.findByText("Old words");
  screen.getByRole("button", { name: "Put in the reply box" });
});
