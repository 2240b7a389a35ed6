import { fireEvent, getByLabelText, getByRole, queryByRole } from "@testing-library/dom";
import axe from "axe-core";
import { beforeEach, describe, expect, test } from "vitest";
import { said, settled, WidgetStage, words } from "../testing/widget_stage";

let stage: WidgetStage;

beforeEach(() => {
  sessionStorage.clear();
  stage = new WidgetStage();
});

describe("the conversation", () => {
  test("tells bot, agent and visitor apart by name", async () => {
    await stage.open([
      said(1, words("Hi, I am a bot"), "bot", "Kopi"),
      said(2, words("And I am not"), "agent", "Rani"),
      said(3, words("Nor am I"), "visitor", ""),
    ]);

    expect(stage.log()).toMatch(/Kopi\s*bot/);
    expect(stage.log()).toContain("Rani");
    expect(stage.log()).toContain("You");
  });

  test("shows the picture of a persona, and of nobody else", async () => {
    const rani = said(2, words("I have a face"), "agent", "Rani");
    rani.author.picture_url = "/files/rani/thumb";
    const strange = said(3, words("So have I"), "agent", "Sari");
    strange.author.picture_url = "javascript:alert(1)";
    await stage.open([said(1, words("Hi"), "bot", "Kopi"), rani, strange]);

    const pictures = [...stage.root.querySelectorAll<HTMLImageElement>(".face img")];
    expect(pictures.map((picture) => picture.getAttribute("src"))).toEqual([
      new URL("/files/rani/thumb", location.href).href,
      null,
    ]);
  });

  test("says how far a message has come", async () => {
    await stage.open([said(1, words("Hello?"), "visitor", "")]);
    expect(stage.log()).toContain("Delivered");

    stage.hear({ type: "seen", seq: 1 });
    expect(stage.log()).toContain("Seen");
  });

  test("greets only at its beginning", async () => {
    await stage.open([said(80, words("Later"))], true);
    expect(stage.log()).not.toContain("Hello!");

    stage = new WidgetStage();
    await stage.open([said(1, words("First"))]);
    expect(stage.log()).toContain("Hello!");
  });

  test("shows who types, until the message is there", async () => {
    await stage.open();
    stage.hear({ type: "typing", who: { kind: "agent", name: "Rani" }, for_ms: 6_000 });
    expect(stage.root.textContent).toContain("Rani is typing");

    stage.answer(words("Here I am"));
    expect(stage.root.textContent).not.toContain("is typing");
  });

  test("a quick reply is chosen once, and is gone with the next message", async () => {
    await stage.open();
    const offer = stage.answer(
      words("Where to?", { quick_replies: [{ id: "home", label: "Home" }] }),
    );
    fireEvent.click(getByRole(stage.root, "button", { name: "Home" }));
    await settled();

    expect(stage.said()).toEqual([
      { kind: "choice", text: "Home", choice_id: "home", message_id: offer.id },
    ]);
    expect(queryByRole(stage.root, "button", { name: "Home" })).toBeNull();
  });

  test("a button that answers stays pressed; one with a link opens it and tells nothing", async () => {
    await stage.open();
    stage.answer(
      words("Ground or whole?", {
        buttons: [
          { id: "whole", label: "Whole beans", url: null },
          { id: "more", label: "Read more", url: "https://example.com/grind" },
        ],
      }),
    );
    fireEvent.click(getByRole(stage.root, "button", { name: "Whole beans" }));

    expect(getByRole(stage.root, "button", { name: "Whole beans", pressed: true })).toBeTruthy();
    const link = getByRole(stage.root, "link", { name: "Read more" });
    expect(link.getAttribute("rel")).toBe("noopener noreferrer");
  });

  test("a refusal is said at its message, and can be tried again or taken back", async () => {
    await stage.open();
    stage.write("Too wild");
    stage.press("Enter");
    await settled();
    const { id } = stage.conversation.sync.outbox[0] ?? { id: "" };
    stage.hear({ type: "refused", id, code: "not_sendable", message: "This cannot be sent." });
    expect(getByRole(stage.root, "alert").textContent).toContain("This cannot be sent.");

    fireEvent.click(getByRole(stage.root, "button", { name: "Try again" }));
    await settled();
    expect(stage.said()).toHaveLength(2);

    stage.hear({ type: "refused", id, code: "not_sendable", message: "Still not." });
    fireEvent.click(getByRole(stage.root, "button", { name: "Remove" }));
    expect(stage.log()).not.toContain("Too wild");
  });

  test("a refusal that we know is said in the visitor's language", async () => {
    stage = new WidgetStage("id");
    await stage.open();
    stage.write("Liar");
    stage.press("Enter");
    await settled();
    const { id } = stage.conversation.sync.outbox[0] ?? { id: "" };
    stage.hear({ type: "refused", id, code: "not_sendable", message: "This cannot be sent." });

    expect(getByRole(stage.root, "alert").textContent).toContain("Pesan ini tidak dapat dikirim.");
  });

  test("a file that is too large is refused before it leaves", async () => {
    await stage.open();
    const file = new File(["x"], "film.mp4", { type: "video/mp4" });
    Object.defineProperty(file, "size", { value: 26 * 1024 ** 2 });
    fireEvent.drop(getByRole(stage.root, "main"), { dataTransfer: { files: [file] } });

    expect(getByRole(stage.root, "alert").textContent).toContain("Too large");
    expect(queryByRole(stage.root, "button", { name: "Try again" })).toBeNull();
  });

  test("without a link, the panel says that the message will be sent", async () => {
    await stage.open();
    stage.lose();
    expect(getByRole(stage.root, "status").textContent).toContain("Connecting");

    stage.conversation.tell("online", false);
    expect(getByRole(stage.root, "status").textContent).toContain("will be sent");
  });
});

describe("for everyone", () => {
  test("the conversation is a log, and everything pressable has a name", async () => {
    await stage.open([said(1, words("Hello", { buttons: [{ id: "a", label: "A", url: null }] }))]);

    expect(getByRole(stage.root, "log", { name: "Chat" })).toBeTruthy();
    for (const button of stage.root.querySelectorAll("button"))
      expect(button.getAttribute("aria-label") || button.textContent).toBeTruthy();
  });

  test("axe finds nothing", async () => {
    await stage.open([
      said(1, words("Hello", { quick_replies: [{ id: "a", label: "A" }] }), "bot", "Kopi"),
    ]);
    const { violations } = await axe.run(stage.root);

    expect(violations.map(({ id }) => id)).toEqual([]);
  });

  test("Escape closes the panel, but first what is open in it", async () => {
    await stage.open();
    fireEvent.click(getByLabelText(stage.root, "Emoji"));
    stage.press("Escape");
    expect(stage.closed).toBe(0);

    stage.press("Escape");
    expect(stage.closed).toBe(1);
  });
});
