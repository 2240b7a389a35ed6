import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { ADA, aMessage, BOT } from "@/testing/cast";
import { aServer } from "@/testing/fakeServer";
import { renderDesk } from "@/testing/renderDesk";
import { MessageBubble } from "./MessageBubble";

const none: ReadonlySet<string> = new Set();

const server = aServer({
  "POST /api/messages/m1/retry": () => ({
    body: aMessage({ author: ADA, direction: "outbound", delivery: "queued", version: 2 }),
  }),
});

function show(with_: Parameters<typeof aMessage>[0]) {
  const message = aMessage({ direction: "outbound", author: ADA, ...with_ });
  return renderDesk(<MessageBubble chosen={none} found={false} message={message} showTicks />);
}

test("a held message says that the customer did not get it, and why", () => {
  show({ author: BOT, delivery: "held", delivery_reason: "taken_over" });
  screen.getByText(
    "Held: the customer did not get this. The team took over before the bot could send it.",
  );
  expect(screen.queryByRole("button", { name: "Send again" })).toBeNull();
});

test("a failed message says why in the channel's words, and is sent again by a press", async () => {
  show({ delivery: "failed", delivery_reason: "rejected: number not in use" });
  screen.getByText("Not delivered. The channel did not take it: number not in use");
  await userEvent.click(screen.getByRole("button", { name: "Send again" }));
  await waitFor(() => expect(server.asked).toHaveLength(1));
});

test("a message of unknown outcome warns before it is sent twice", () => {
  show({ delivery: "unknown", delivery_reason: "outcome_unknown" });
  screen.getByText(/may show it twice/);
  screen.getByRole("button", { name: "Send again" });
});

test("how far a message has come is said to screen readers too", () => {
  show({ delivery: "read" });
  screen.getByRole("img", { name: "Read" });
});

test("markup in a message stays text, and a link opens apart from us", () => {
  show({
    content: {
      kind: "text",
      text: "<b>bold</b> https://shop.example",
      buttons: [],
      quick_replies: [],
    },
  });
  screen.getByText(/<b>bold<\/b>/);
  const link = screen.getByRole("link", { name: "https://shop.example" });
  expect(link.getAttribute("rel")).toContain("noopener");
});

test("the button that was pressed is marked", () => {
  const message = aMessage({
    direction: "outbound",
    author: BOT,
    content: {
      kind: "text",
      text: "What now?",
      buttons: [
        { id: "menu", label: "Menu", url: null },
        { id: "order", label: "Order", url: null },
      ],
      quick_replies: [],
    },
  });
  renderDesk(
    <MessageBubble chosen={new Set(["menu"])} found={false} message={message} showTicks={false} />,
  );
  screen.getByRole("img", { name: "Pressed: Menu" });
  expect(screen.queryByRole("img", { name: "Pressed: Order" })).toBeNull();
});
