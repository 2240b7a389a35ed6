// @vitest-environment node
import { beforeEach, describe, expect, test } from "vitest";
import { message, Stage, welcome } from "./simulation/stage";

let stage: Stage;

beforeEach(() => {
  stage = new Stage();
});

describe("sending", () => {
  test("nothing leaves before it is kept", () => {
    stage.live(0);
    stage.say("a");
    expect(stage.frames()).toEqual([]);

    stage.happen("kept", "a");
    expect(stage.frames()).toEqual([
      { type: "send", id: "a", content: { kind: "text", text: "a" } },
    ]);
  });

  test("the second message waits for the first to be acknowledged", () => {
    stage.live(0);
    stage.saveAndSay("a");
    expect(stage.sent()).toEqual(["a"]);
    stage.saveAndSay("b");
    expect(stage.sent()).toEqual([]);

    stage.hear({ type: "ack", id: "a", seq: 1, at: "" });
    expect(stage.sent()).toEqual(["b"]);
  });

  test("without an acknowledgement the link counts as broken, and the same id goes again", () => {
    stage.live(0);
    stage.saveAndSay("a");
    stage.pass(10_000);
    expect(stage.effects).toContainEqual(["close", null]);

    stage.pass(15_000);
    expect(stage.effects).toContainEqual(["open", null]);
    stage.happen("opened", null);
    stage.hear(welcome(0));
    expect(stage.sent()).toEqual(["a"]);
  });

  test("an acknowledged bubble stays until the conversation brings the message", () => {
    stage.live(0);
    stage.saveAndSay("a");
    stage.hear({ type: "ack", id: "a", seq: 1, at: "" });
    expect(stage.sync.outbox).toMatchObject([{ id: "a", sent: true }]);

    stage.hear({ type: "messages", from: 0, to: 1, messages: [message(1, "visitor", "a")] });
    expect(stage.sync.outbox).toEqual([]);
    expect(stage.seqs()).toEqual([1]);
  });

  test("a refusal stays at its message and holds up nobody", () => {
    stage.live(0);
    stage.saveAndSay("a");
    stage.saveAndSay("b");
    stage.hear({ type: "refused", id: "a", code: "too_long", message: "Too long." });
    expect(stage.sync.outbox[0]).toMatchObject({
      id: "a",
      refused: { code: "too_long", message: "Too long." },
    });
    expect(stage.sent()).toEqual(["b"]);

    stage.hear({ type: "ack", id: "b", seq: 1, at: "" });
    stage.happen("again", "a");
    stage.happen("kept", "a");
    expect(stage.sent()).toEqual(["a"]);
  });

  test("not now is no refusal: the message goes by itself", () => {
    stage.live(0);
    stage.saveAndSay("a");
    stage.hear({ type: "refused", id: "a", code: "too_many_requests", message: "Slower." });
    expect(stage.sync.outbox[0]?.refused).toBeNull();
    expect(stage.sent()).toEqual([]);

    stage.pass(2_000);
    expect(stage.sent()).toEqual(["a"]);
  });

  test("a page that does not lead sends nothing", () => {
    stage.live(0);
    stage.happen("leads", false);
    stage.saveAndSay("a");

    expect(stage.sent()).toEqual([]);
  });

  test("what another page sent stays in sight until the conversation brings it", () => {
    stage.live(0);
    stage.happen("leads", false);
    stage.saveAndSay("a");
    stage.happen("stored", []);
    expect(stage.sync.outbox).toMatchObject([{ id: "a", sent: true }]);
  });

  test("a file is uploaded first, and the reference is kept before it is sent", () => {
    stage.live(0);
    const file = new File(["x"], "menu.txt");
    stage.happen("said", { id: "f", at: "", said: null, file, refused: null });
    stage.happen("kept", "f");
    expect(stage.effects).toContainEqual(["upload", { id: "f", file }]);

    stage.happen("uploaded", { id: "f", said: { kind: "text", text: "menu" } });
    expect(stage.sent()).toEqual([]);
    stage.happen("kept", "f");
    expect(stage.sent()).toEqual(["f"]);
  });

  test("an unknown session starts an empty conversation and takes along what was not sent", () => {
    stage.live(3);
    stage.saveAndSay("a");
    stage.happen("closed", true);
    expect(stage.effects).toContainEqual(["renew", null]);
    expect(stage.sync.messages).toEqual([]);

    stage.pass(15_000);
    stage.happen("opened", null);
    stage.hear(welcome(0));
    expect(stage.sent()).toEqual(["a"]);
  });
});
