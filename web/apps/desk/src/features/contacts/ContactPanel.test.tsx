import type { ContactOut, NoteOut } from "@obrol/api";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { ADA, aContact } from "@/testing/cast";
import { aServer, refusal } from "@/testing/fakeServer";
import { renderDesk } from "@/testing/renderDesk";
import { ContactPanel } from "./ContactPanel";

const AT = "2026-01-01T12:00:00+00:00";
const TOPIC = {
  topic_id: "t1",
  name: "Harvest",
  kind: "recurring",
  subscribed_at: AT,
  expires_at: null,
} as const;
const ENROLLED = {
  id: "e1",
  sequence: { id: "s1", name: "Welcome", version: 1 },
  contact_id: "walt",
  status: "active",
  began_at: AT,
  ended_at: null,
  version: 1,
};

let walt: ContactOut;
let notes: NoteOut[];
let enrolled = [ENROLLED];

function changed(with_: Partial<ContactOut>) {
  walt = { ...walt, ...with_, version: walt.version + 1 };
  return { body: walt };
}

const { asked } = aServer({
  "GET /api/contacts/walt": () => ({ body: walt }),
  "PATCH /api/contacts/walt": (body) => {
    const { phone } = body as { phone?: string };
    return phone === "nonsense"
      ? refusal(422, "does_not_fit", "This is not a phone number.")
      : changed({ phone: "+6281234567890" });
  },
  "GET /api/contacts/walt/notes": () => ({ body: { notes, before: null } }),
  "GET /api/contacts/walt/conversations": () => ({ body: [] }),
  "GET /api/contacts/walt/enrollments": () => ({ body: enrolled }),
  "DELETE /api/contacts/walt/sequences/s1": () => {
    enrolled = [];
    return { status: 204 };
  },
  "DELETE /api/contacts/walt/topics/t1": () => changed({ topics: [] }),
  "GET /api/tags": () => ({ body: [{ id: "vip", name: "VIP", color: "teal", version: 1 }] }),
  "POST /api/tags": (body) => ({ body: { ...(body as object), id: "new", version: 1 } }),
  "PUT /api/contacts/walt/tags/new": () =>
    changed({ tags: [{ id: "new", name: "Regular", color: "gray", version: 1 }] }),
  "GET /api/custom-fields": () => ({ body: [] }),
  "PUT /api/contacts/walt/fields/f1": (body) => {
    const { value } = body as { value: number };
    return changed({ fields: walt.fields.map((field) => ({ ...field, value })) });
  },
  "DELETE /api/contacts/walt/fields/f1": () =>
    changed({ fields: walt.fields.map((field) => ({ ...field, value: null })) }),
  "GET /api/channels": () => ({ body: [] }),
  "GET /api/me/panel": () => ({
    body: {
      blocks: ["fields", "profile", "notes", "tags", "sequences", "topics", "conversations"],
      folded: ["conversations"],
      version: 1,
    },
  }),
  "PUT /api/me/panel": (body) => ({ body: { ...(body as object), version: 2 } }),
  "POST /api/conversations/c1/notes": (body) => ({ status: 201, body: aNote(body as NoteOut) }),
});

function aNote(with_: Partial<NoteOut>): NoteOut {
  return {
    id: "n1",
    conversation_id: "c1",
    author: ADA,
    text: "Likes it dark",
    mentions: [],
    created_at: AT,
    edited_at: null,
    version: 1,
    ...with_,
  };
}

beforeEach(() => {
  const field = { id: "f1", key: "cups", name: "Cups", type: "number", value: null };
  walt = aContact({ fields: [field], topics: [TOPIC] });
  notes = [];
  enrolled = [ENROLLED];
});

async function open() {
  renderDesk(<ContactPanel contactId="walt" conversationId="c1" />);
  await screen.findByRole("region", { name: "Tags" });
  return userEvent.setup();
}

const block = (name: string) => within(screen.getByRole("region", { name }));

test("the blocks stand in the agent's order, and one that is folded shows its heading alone", async () => {
  await open();
  await waitFor(() =>
    expect(screen.getAllByRole("region")[0]?.getAttribute("aria-label")).toBe("Custom fields"),
  );
  expect(
    block("Other conversations").getByRole("button", { name: "Other conversations" }),
  ).toHaveProperty("ariaExpanded", "false");
});

test("a phone number is written as people write it, and the answer is what stays", async () => {
  const user = await open();
  await user.click(block("Profile").getByRole("button", { name: "Edit Phone" }));
  await user.type(screen.getByRole("textbox", { name: "Phone" }), "0812 3456 7890{Enter}");
  await screen.findByText("+6281234567890");
});

test("what is refused is said at the field, and what was typed stays", async () => {
  const user = await open();
  await user.click(block("Profile").getByRole("button", { name: "Edit Phone" }));
  const input = screen.getByRole("textbox", { name: "Phone" });
  await user.type(input, "nonsense{Enter}");
  await screen.findByText("This is not a phone number.");
  expect(input).toHaveProperty("value", "nonsense");
});

test("a tag that does not exist is made and put on", async () => {
  const user = await open();
  await user.click(block("Tags").getByRole("button", { name: "Add tag" }));
  await user.type(screen.getByRole("textbox", { name: "Search or name a new tag" }), "Regular");
  await user.click(await screen.findByRole("option", { name: "Make “Regular”" }));
  await block("Tags").findByText("Regular");
});

test("sequences and topics can be taken away and not added", async () => {
  const user = await open();
  await block("Sequences").findByText("Welcome");
  for (const name of ["Sequences", "Topics"]) {
    expect(block(name).queryByRole("button", { name: /add/iu })).toBeNull();
  }
  await user.click(block("Sequences").getByRole("button", { name: "Remove from Welcome" }));
  await user.click(await screen.findByRole("button", { name: "Remove" }));
  await block("Sequences").findByText("In no sequence.");
  await user.click(block("Topics").getByRole("button", { name: "Remove topic Harvest" }));
  await user.click(await screen.findByRole("button", { name: "Remove" }));
  await block("Topics").findByText("Agreed to no topic.");
});

test("a field is filled with a value of its type and cleared", async () => {
  const user = await open();
  await user.click(block("Custom fields").getByRole("button", { name: "Edit Cups" }));
  await user.type(screen.getByRole("textbox", { name: "Cups" }), "12{Enter}");
  await block("Custom fields").findByText("12");
  const put = asked.find((one) => one.method === "PUT" && one.path.endsWith("/fields/f1"));
  expect(put?.body).toEqual({ value: 12 });
  await user.click(block("Custom fields").getByRole("button", { name: "Clear Cups" }));
  await block("Custom fields").findByText("Empty");
});

test("a note is added, and somebody else's is not for an agent to change", async () => {
  notes = [aNote({ id: "n0", author: { kind: "agent", id: "bo", name: "Bo" }, text: "From Bo" })];
  const user = await open();
  await user.click(block("Notes").getByRole("button", { name: "Add note" }));
  await user.type(screen.getByRole("textbox", { name: "New note" }), "Likes it dark");
  await user.click(block("Notes").getByRole("button", { name: "Save" }));
  await block("Notes").findByText("Likes it dark");
  await block("Notes").findByText("From Bo");
  expect(block("Notes").queryByRole("button", { name: "Edit note" })).toBeNull();
});

test("a block moves by the keyboard", async () => {
  const user = await open();
  await user.click(block("Notes").getByRole("button", { name: "Move Notes" }));
  await user.click(await screen.findByRole("menuitem", { name: "Move up" }));
  await waitFor(() => expect(asked.at(-1)?.method).toBe("PUT"));
  const arranged = asked.at(-1)?.body as { blocks: string[] } | undefined;
  expect(arranged?.blocks.slice(0, 3)).toEqual(["fields", "notes", "profile"]);
});
