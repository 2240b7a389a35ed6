import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { keys } from "@/lib/queryKeys";
import type { Reader } from "@/lib/reader";
import { ADA, aConversation, aMessage, said } from "@/testing/cast";
import { aServer, refusal } from "@/testing/fakeServer";
import { renderDesk } from "@/testing/renderDesk";
import { PendingBubble } from "../conversation/PendingBubble";
import { usePending } from "../outbox/SendingProvider";
import { Composer } from "./Composer";

const MENU = {
  attachment_id: "a",
  kind: "file",
  name: "menu.pdf",
  media_type: "application/pdf",
  size: 10,
  width: null,
  height: null,
  url: "/files/a",
  thumbnail_url: null,
};
const shortcut = (id: string, name: string, text: string, attachments: unknown[] = []) => ({
  id,
  name,
  text,
  attachments,
  category: null,
  is_personal: false,
  owner_id: null,
  used_count: 0,
  last_used_at: null,
  version: 1,
});
const agent = (id: string, name: string) => ({
  id,
  name,
  email: `${id}@acme.example`,
  role: "agent",
  disabled: false,
  picture_id: null,
  picture_url: null,
  version: 1,
});

let empty: string[] = [];

const server = aServer({
  "GET /api/conversations/c1/draft": () => ({ body: null }),
  "PUT /api/conversations/c1/draft": (body) => ({ body }),
  "GET /api/conversations/c1/scheduled-replies": () => ({ body: [] }),
  "GET /api/mentions": () => ({ body: [] }),
  "GET /api/agents": () => ({ body: [agent("bo", "Bo"), agent("sue", "Sue")] }),
  "GET /api/personas": () => ({
    body: [{ id: "rara", name: "Rara", picture_id: null, picture_url: null, version: 1 }],
  }),
  "GET /api/variables": () => ({
    body: [
      { path: "contact.first_name", group: "contact", name: "First Name" },
      { path: "contact.fields.city", group: "field", name: "Home town" },
    ],
  }),
  "GET /api/shortcuts": () => ({
    body: [
      shortcut("bye", "bye", "See you"),
      shortcut("hello", "hello", "Hi there"),
      shortcut("menu", "the-menu", "Hello, our menu", [MENU]),
    ],
  }),
  "POST /api/shortcuts/hello/uses": () => ({ status: 204 }),
  "POST /api/shortcuts/menu/uses": () => ({ status: 204 }),
  "POST /api/conversations/c1/resolve": (body) => {
    const { text } = body as { text: string };
    return { body: { text: text.replaceAll(/\{\{.*?\}\}/g, "Walt"), empty, unknown: [] } };
  },
  "POST /api/conversations/c1/scheduled-replies": (body) => ({ status: 201, body }),
  "POST /api/conversations/c1/messages": (body) => ({
    status: 201,
    body: aMessage({ ...(body as object), author: ADA, direction: "outbound" }),
  }),
  "POST /api/conversations/c1/notes": () => refusal(500, "x", "not looked at"),
});

const posted = (path: string) =>
  server.asked
    .filter((one) => one.method === "POST" && one.path === `/api/conversations/c1/${path}`)
    .map(({ body }) => body);

function Waiting() {
  return usePending("c1").map((entry) => <PendingBubble entry={entry} key={entry.id} />);
}

async function open(reader: Partial<Reader> = {}) {
  const rendered = renderDesk(
    <>
      <Waiting />
      <Composer conversation={aConversation()} />
    </>,
    undefined,
    reader,
  );
  const box = await screen.findByRole("textbox", { name: "Reply to Walt" });
  await waitFor(() => expect(box).toHaveProperty("disabled", false));
  return { ...rendered, box, user: userEvent.setup() };
}

const options = () => screen.queryAllByRole("option").map((one) => one.textContent);

beforeEach(() => {
  empty = [];
  Element.prototype.scrollIntoView = () => {};
});

test("a slash lists shortcuts by name and by what they say, and Enter takes one without sending", async () => {
  const { box, user } = await open();
  await user.type(box, "/hel");
  await waitFor(() => expect(options()).toHaveLength(2));
  expect(options()[0]).toContain("/hello");
  await user.keyboard("{ArrowDown}");
  expect(screen.getByRole("option", { selected: true }).textContent).toContain("/the-menu");
  await user.keyboard("{ArrowUp}{Enter}");
  expect(box).toHaveProperty("value", "Hi there");
  expect(options()).toEqual([]);
  expect(posted("messages")).toEqual([]);
  await user.keyboard("{Enter}");
  await waitFor(() => expect(posted("messages")).toHaveLength(1));
  expect(server.asked.filter(({ path }) => path.endsWith("/uses"))).toHaveLength(1);
});

test("Escape closes the list, and what was typed is sent as it is", async () => {
  const { box, user } = await open();
  await user.type(box, "/hel");
  await waitFor(() => expect(options()).toHaveLength(2));
  await user.keyboard("{Escape}");
  expect(options()).toEqual([]);
  await user.keyboard("{Enter}");
  await waitFor(() => expect(posted("messages")).toMatchObject([{ content: { text: "/hel" } }]));
});

test("the files of a shortcut are put to the reply", async () => {
  const { box, user } = await open();
  await user.type(box, "/the-menu");
  await waitFor(() => expect(options()).toHaveLength(1));
  await user.keyboard("{Enter}");
  await screen.findByText("menu.pdf");
});

test("two braces find a variable by its name, and the contact's words are shown", async () => {
  const { box, user } = await open();
  await user.type(box, "Hi {{{{fir");
  await waitFor(() => expect(options()).toHaveLength(1));
  await user.keyboard("{Enter}");
  expect(box).toHaveProperty("value", "Hi {{contact.first_name}}");
  await screen.findByText("Hi Walt");
});

test("the picker has every variable in its group, the workspace's own fields by their names", async () => {
  const { box, user } = await open();
  await user.click(screen.getByRole("button", { name: "Insert a variable" }));
  await user.type(await screen.findByLabelText("Search variables"), "town");
  await user.click(await screen.findByRole("option", { name: "Home town" }));
  expect(box).toHaveProperty("value", "{{contact.fields.city}}");
});

test("a variable without a value stops the reply and says which one", async () => {
  empty = ["contact.first_name"];
  const { box, user } = await open();
  await user.type(box, "Hi {{{{contact.first_name}}{Enter}");
  const complaints = await screen.findAllByText(/First Name is empty for Walt/);
  expect(complaints.length).toBeGreaterThan(0);
  expect(posted("messages")).toEqual([]);
  expect(box).toHaveProperty("value", "Hi {{contact.first_name}}");
});

test("a reply goes under the persona that was chosen, and without one as the bot itself", async () => {
  const { box, user } = await open();
  await user.click(screen.getByRole("button", { name: "Send as The bot itself" }));
  await user.click(await screen.findByRole("menuitem", { name: "Rara" }));
  await user.type(box, "Hello{Enter}");
  await waitFor(() => expect(posted("messages")).toMatchObject([{ persona_id: "rara" }]));
  screen.getByRole("button", { name: "Send as Rara" });
});

test("a colleague who is named in a note is mentioned", async () => {
  const { user } = await open();
  await user.click(screen.getByRole("radio", { name: "Note" }));
  await user.type(screen.getByRole("textbox", { name: "Note about Walt" }), "ask @b");
  await waitFor(() => expect(options()).toHaveLength(1));
  await user.keyboard("{Enter}about it{Enter}");
  await waitFor(() =>
    expect(posted("notes")).toMatchObject([{ text: "ask @Bo about it", mentions: ["bo"] }]),
  );
});

test("what the contact wrote meanwhile is shown once before the reply goes", async () => {
  const { box, user, cache } = await open();
  const timeline = (...items: unknown[]) =>
    cache.setQueryData(keys.timeline("c1"), {
      pages: [{ items, before: null }],
      pageParams: [null],
    });
  timeline(said("m1", 1));
  await user.type(box, "We open at eight");
  timeline(
    said("m1", 1),
    said("m2", 2, { content: { kind: "text", text: "Forget it", buttons: [], quick_replies: [] } }),
  );
  await user.keyboard("{Enter}");
  expect(within(await screen.findByRole("alert")).getByText(/Forget it/)).toBeTruthy();
  expect(posted("messages")).toEqual([]);
  await user.keyboard("{Enter}");
  await waitFor(() => expect(posted("messages")).toHaveLength(1));
  expect(screen.queryByRole("alert")).toBeNull();
});

test("what was sent can be taken back for a moment, by agents who want that", async () => {
  const { box, user } = await open({ undoSend: true });
  await user.type(box, "Oops{Enter}");
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  await waitFor(() => expect(box).toHaveProperty("value", "Oops"));
  expect(posted("messages")).toEqual([]);
});

test("a reply for later is given to the server with its time, and the box is empty", async () => {
  const { box, user } = await open();
  await user.type(box, "Good morning");
  await user.click(screen.getByRole("button", { name: "Send later" }));
  await user.click(await screen.findByRole("button", { name: "Schedule" }));
  await waitFor(() => expect(posted("scheduled-replies")).toHaveLength(1));
  expect(posted("scheduled-replies")[0]).toMatchObject({
    contents: [{ kind: "text", text: "Good morning" }],
    send_anyway: false,
  });
  await waitFor(() => expect(box).toHaveProperty("value", ""));
  expect(posted("messages")).toEqual([]);
});

test("Enter while the shortcuts are still looked up sends nothing", async () => {
  const { box, user } = await open();
  await user.type(box, "/hel{Enter}");
  expect(posted("messages")).toEqual([]);
  expect((box as HTMLTextAreaElement).value).not.toBe("");
});
