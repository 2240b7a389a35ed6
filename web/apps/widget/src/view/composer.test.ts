import { fireEvent, getByLabelText, getByRole } from "@testing-library/dom";
import { beforeEach, expect, test } from "vitest";
import { settled, WidgetStage } from "../testing/widget_stage";

let stage: WidgetStage;

beforeEach(() => {
  sessionStorage.clear();
  stage = new WidgetStage();
});

test("Enter sends, and the bubble is there at once", async () => {
  await stage.open();
  stage.write("One latte, please");
  stage.press("Enter");
  expect(stage.log()).toContain("One latte, please");
  expect(stage.log()).toContain("Sending…");

  await settled();
  expect(stage.said()).toEqual([{ kind: "text", text: "One latte, please" }]);
  expect(stage.field().value).toBe("");
});

test("Shift and Enter begin a new line", async () => {
  await stage.open();
  stage.write("One");
  stage.press("Enter", { shiftKey: true });

  expect(stage.conversation.sync.outbox).toEqual([]);
});

test.each([{ isComposing: true }, { keyCode: 229 }])(
  "Enter that belongs to an input method sends nothing (%o)",
  async (how) => {
    await stage.open();
    stage.write("こんにちは");
    stage.press("Enter", how);

    expect(stage.conversation.sync.outbox).toEqual([]);
  },
);

test("what is longer than the server takes is not sent, and not cut either", async () => {
  await stage.open();
  stage.write("x".repeat(10_001));
  stage.press("Enter");

  expect(getByRole(stage.root, "alert").textContent).toContain("10,000");
  expect(stage.conversation.sync.outbox).toEqual([]);
  expect(stage.field().value.length).toBe(10_001);
});

test("an emoji lands where the caret is", async () => {
  await stage.open();
  stage.write("Thanks!");
  stage.field().setSelectionRange(6, 6);
  fireEvent.click(getByLabelText(stage.root, "Emoji"));
  fireEvent.click(getByRole(stage.root, "button", { name: "🙏" }));

  expect(stage.field().value).toBe("Thanks🙏!");
});

test("what was written is still there after a reload", async () => {
  await stage.open();
  stage.write("I was about to say");
  stage = new WidgetStage();
  await stage.open();

  expect(stage.field().value).toBe("I was about to say");
});

test("what was sent is not there a second time after a reload", async () => {
  await stage.open();
  stage.write("Only once");
  stage.press("Enter");
  await settled();
  const left = stage.stored;
  stage = new WidgetStage();
  for (const [id, entry] of left) stage.stored.set(id, entry);
  await stage.open();

  expect(stage.field().value).toBe("");
  expect(stage.log().match(/Only once/g)).toHaveLength(1);
});
