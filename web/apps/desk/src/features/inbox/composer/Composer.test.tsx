import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { Reader } from "@/lib/reader";
import { ADA, aConversation, aMessage } from "@/testing/cast";
import { aServer, refusal } from "@/testing/fakeServer";
import { renderDesk } from "@/testing/renderDesk";
import { usePending } from "../outbox/SendingProvider";
import { Composer } from "./Composer";

let strict = false;
let kept: object | null = null;

const server = aServer({
  "POST /api/conversations/c1/messages": (body) =>
    strict
      ? refusal(409, "window_closed", "The window is closed.")
      : {
          status: 201,
          body: aMessage({ ...(body as object), author: ADA, direction: "outbound" }),
        },
  "GET /api/conversations/c1/draft": () => ({ body: kept }),
  "GET /api/conversations/c2/draft": () => ({ body: null }),
  "PUT /api/conversations/c1/draft": (body) => ({ body }),
  "PUT /api/conversations/c2/draft": (body) => ({ body }),
  "POST /api/conversations/c1/notes": (body) => ({
    status: 201,
    body: {
      ...(body as object),
      conversation_id: "c1",
      author: ADA,
      created_at: "2026-01-01T12:00:00Z",
      version: 1,
    },
  }),
});

function Waiting() {
  return <output>{usePending("c1").map((entry) => entry.refusal?.message ?? "waiting")}</output>;
}

/** What the server was given to keep for good: drafts come and go. */
const sent = () => server.asked.filter(({ method }) => method === "POST");

async function open(conversation = aConversation(), reader: Partial<Reader> = {}) {
  const rendered = renderDesk(
    <>
      <Composer conversation={conversation} />
      <Waiting />
    </>,
    undefined,
    reader,
  );
  const box = await screen.findByRole("textbox", { name: /Walt/ });
  await waitFor(() => expect(box).toHaveProperty("disabled", false));
  return { ...rendered, box, user: userEvent.setup() };
}

test("Enter sends the reply and empties the box", async () => {
  const { box, user } = await open();
  await user.type(box, "Yes, from eight.{Enter}");
  await waitFor(() => expect(sent()).toHaveLength(1));
  expect(sent()[0]).toMatchObject({
    path: "/api/conversations/c1/messages",
    body: { content: { kind: "text", text: "Yes, from eight." } },
  });
  expect(box).toHaveProperty("value", "");
});

test("Shift and Enter break the line", async () => {
  const { box, user } = await open();
  await user.type(box, "one{Shift>}{Enter}{/Shift}two");
  expect(box).toHaveProperty("value", "one\ntwo");
  expect(sent()).toEqual([]);
});

test("an agent who has swapped them sends with Shift and Enter", async () => {
  const { box, user } = await open(aConversation(), { enterSends: false });
  await user.type(box, "one{Enter}two");
  expect(box).toHaveProperty("value", "one\ntwo");
  expect(sent()).toEqual([]);
  await user.type(box, "{Shift>}{Enter}{/Shift}");
  await waitFor(() => expect(sent()).toHaveLength(1));
});

test("what was begun on another device is there when the conversation is opened", async () => {
  const draft = { mode: "note", reply: "", note: "half", persona_id: null };
  kept = { ...draft, written_at: new Date().toISOString() };
  await open();
  const note = await screen.findByRole("textbox", { name: "Note about Walt" });
  expect(note).toHaveProperty("value", "half");
  kept = null;
});

test("Enter that belongs to an input method never sends", async () => {
  const { box, user } = await open();
  await user.type(box, "にほん");
  fireEvent.keyDown(box, { key: "Enter", isComposing: true });
  fireEvent.keyDown(box, { key: "Enter", keyCode: 229 });
  expect(box).toHaveProperty("value", "にほん");
  expect(sent()).toEqual([]);
});

test("nothing but blanks is not sent", async () => {
  const { box, user } = await open();
  await user.type(box, "   {Enter}");
  expect(sent()).toEqual([]);
  expect(screen.getByRole("button", { name: "Send" })).toHaveProperty("disabled", true);
});

test("a note goes to the notes and never to the contact", async () => {
  const { user } = await open();
  await user.click(screen.getByRole("radio", { name: "Note" }));
  const note = screen.getByRole("textbox", { name: "Note about Walt" });
  await user.type(note, "Likes it dark.{Enter}");
  await waitFor(() => expect(sent()).toHaveLength(1));
  expect(sent()[0]).toMatchObject({
    path: "/api/conversations/c1/notes",
    body: { text: "Likes it dark." },
  });
});

test("each conversation keeps its own draft and its own mode", async () => {
  const { user, rerender } = await open();
  await user.click(screen.getByRole("radio", { name: "Note" }));
  await user.type(screen.getByRole("textbox", { name: "Note about Walt" }), "half a note");
  const bo = { id: "bo", name: "Bo", picture_id: null, picture_url: null };
  rerender(<Composer conversation={aConversation({ id: "c2", contact: bo })} />);
  expect(screen.getByRole("textbox", { name: "Reply to Bo" })).toHaveProperty("value", "");
  rerender(<Composer conversation={aConversation()} />);
  expect(screen.getByRole("textbox", { name: "Note about Walt" })).toHaveProperty(
    "value",
    "half a note",
  );
});

test("a reply and a note that are both half written do not mix", async () => {
  const { box, user } = await open();
  await user.type(box, "for Walt");
  await user.click(screen.getByRole("radio", { name: "Note" }));
  expect(screen.getByRole("textbox", { name: "Note about Walt" })).toHaveProperty("value", "");
  await user.click(screen.getByRole("radio", { name: "Reply" }));
  expect(screen.getByRole("textbox", { name: "Reply to Walt" })).toHaveProperty(
    "value",
    "for Walt",
  );
});

test("text over the limit says by how much and is not sent", async () => {
  const { box } = await open();
  fireEvent.change(box, { target: { value: "a".repeat(10_003) } });
  screen.getByText("3 characters too many. The limit is 10000.");
  fireEvent.keyDown(box, { key: "Enter" });
  expect(sent()).toEqual([]);
});

test("what the server refuses is kept, with its sentence", async () => {
  strict = true;
  const { box, user } = await open();
  await user.type(box, "too late{Enter}");
  await screen.findByText("The window is closed.");
  strict = false;
});

test("a file that is too large is refused before it is uploaded", async () => {
  const { container } = await open();
  const input = container.querySelector("input[type=file]");
  const big = new File(["x"], "film.mp4", { type: "video/mp4" });
  Object.defineProperty(big, "size", { value: 26_000_000 });
  if (input) {
    fireEvent.change(input, { target: { files: [big] } });
  }
  await screen.findByText("film.mp4 is larger than 25 MB.");
});
