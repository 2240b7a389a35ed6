import type { TagOut } from "@obrol/api";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { aServer } from "@/testing/fakeServer";
import { renderDesk } from "@/testing/renderDesk";
import { TagsPage } from "./TagsPage";

const VIP: TagOut = { id: "vip", name: "VIP", color: "teal", version: 1 };
let tags: TagOut[];

const { asked } = aServer({
  "GET /api/tags": () => ({ body: tags }),
  "GET /api/tags/uses": () => ({ body: [{ id: "vip", contacts: 12 }] }),
  "POST /api/tags": (body) => {
    const made = { ...(body as TagOut), id: "new", version: 1 };
    tags = [...tags, made];
    return { body: made };
  },
  "DELETE /api/tags/vip": () => {
    tags = [];
    return { status: 204 };
  },
  "GET /api/flow-mentions": () => ({
    body: [{ flow_id: "f1", bot_id: "b1", name: "Welcome", live: true }],
  }),
});

beforeEach(() => {
  tags = [VIP];
});

test("a tag is made with a name and a colour", async () => {
  const user = userEvent.setup();
  renderDesk(<TagsPage />);
  await screen.findByText("VIP");
  await user.click(screen.getByRole("button", { name: "New tag" }));
  const dialog = within(await screen.findByRole("dialog", { name: "New tag" }));
  await user.type(dialog.getByRole("textbox", { name: "Name" }), "Regular{Enter}");
  await screen.findByText("Regular");
  expect(asked.find((one) => one.method === "POST")?.body).toEqual({
    name: "Regular",
    color: "gray",
  });
});

test("before a tag is removed one hears who has it and which flows use it", async () => {
  const user = userEvent.setup();
  renderDesk(<TagsPage />, undefined, { role: "admin" });
  await screen.findByText("12 contacts");
  await user.click(screen.getByRole("button", { name: "Remove VIP" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Remove “VIP”?" }));
  dialog.getByText("12 contacts have it and lose it.");
  await dialog.findByText("Welcome");
  await user.click(dialog.getByRole("button", { name: "Remove" }));
  await waitFor(() => expect(screen.queryByText("VIP")).toBeNull());
});

test("agents make tags, and leave those that are there to admins", async () => {
  renderDesk(<TagsPage />);
  await screen.findByText("VIP");
  screen.getByRole("button", { name: "New tag" });
  expect(screen.queryByRole("button", { name: "Remove VIP" })).toBeNull();
});
