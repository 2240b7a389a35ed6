import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { aShortcut } from "@/testing/cast";
import { aServer, refusal } from "@/testing/fakeServer";
import { renderDesk } from "@/testing/renderDesk";
import { ShortcutsPage } from "./ShortcutsPage";

const hello = aShortcut({ id: "1", name: "hello", text: "Good morning" });
const mine = aShortcut({ id: "2", name: "bye", text: "Bye", is_personal: true });

const { asked } = aServer({
  "GET /api/shortcuts": () => ({ body: [mine, hello] }),
  "POST /api/shortcuts": () => refusal(409, "shortcut_name_taken", "Taken."),
});

/** Puts in one variable, as the composer's picker would. */
function Picker({ onPick }: { onPick: (path: string) => void }) {
  return (
    <button onClick={() => onPick("contact.name")} type="button">
      pick
    </button>
  );
}

describe("Tools – Shortcuts", () => {
  it("lets an agent change their own and leaves shared ones to supervisors", async () => {
    renderDesk(<ShortcutsPage VariablePicker={Picker} />, undefined, { role: "agent" });
    expect(await screen.findByText("/hello")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Edit /bye" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Edit /hello" })).toBeNull();
  });

  it("finds by the words in a text", async () => {
    const user = userEvent.setup();
    renderDesk(<ShortcutsPage VariablePicker={Picker} />);
    await user.type(await screen.findByRole("searchbox"), "morning");
    expect(screen.getByText("/hello")).toBeTruthy();
    expect(screen.queryByText("/bye")).toBeNull();
  });

  it("puts a variable where the caret was, and says beside the name that it is taken", async () => {
    const user = userEvent.setup();
    renderDesk(<ShortcutsPage VariablePicker={Picker} />, undefined, { role: "owner" });
    await user.click(await screen.findByRole("button", { name: "New shortcut" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(dialog.getByRole("textbox", { name: "Name" }), "hello");
    const text = dialog.getByRole("textbox", { name: "Text" });
    await user.type(text, "Hi !{arrowleft}");
    await user.click(dialog.getByRole("button", { name: "pick" }));
    await waitFor(() => expect(text).toHaveProperty("value", "Hi {{contact.name}}!"));
    await user.click(dialog.getByRole("button", { name: "Create shortcut" }));
    expect(await dialog.findByText("There is a shortcut of this name already.")).toBeTruthy();
    expect(asked.find((one) => one.method === "POST")?.body).toEqual({
      name: "hello",
      text: "Hi {{contact.name}}!",
      category: "",
      attachment_ids: [],
      is_personal: false,
    });
  });
});
