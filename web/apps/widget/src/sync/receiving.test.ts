// @vitest-environment node
import { beforeEach, describe, expect, test } from "vitest";
import { message, Stage, welcome } from "./simulation/stage";
import { unread } from "./state";

let stage: Stage;

beforeEach(() => {
  stage = new Stage();
});

describe("receiving", () => {
  test("a frame that starts where we are is applied", () => {
    stage.live(2);
    stage.hear({ type: "messages", from: 2, to: 3, messages: [message(3)] });

    expect(stage.seqs()).toEqual([1, 2, 3]);
  });

  test("a frame that we have had is dropped", () => {
    stage.live(2);
    stage.hear({ type: "messages", from: 0, to: 2, messages: [message(1), message(2)] });

    expect(stage.seqs()).toEqual([1, 2]);
  });

  test("of a frame that overlaps, only what is new is taken", () => {
    stage.live(2);
    stage.hear({ type: "messages", from: 1, to: 3, messages: [message(2), message(3)] });

    expect(stage.seqs()).toEqual([1, 2, 3]);
  });

  test("a hole is asked for at once, and only once", () => {
    stage.live(2);
    stage.hear({ type: "messages", from: 3, to: 4, messages: [message(4)] });
    expect(stage.frames()).toEqual([{ type: "sync", from: 2 }]);
    expect(stage.seqs()).toEqual([1, 2]);

    stage.hear({ type: "messages", from: 4, to: 5, messages: [message(5)] });
    expect(stage.frames()).toEqual([]);
  });

  test("a heartbeat that is ahead leads to a question after two seconds without a frame", () => {
    stage.live(2);
    stage.hear({ type: "heartbeat", head: 3 });
    expect(stage.frames()).toEqual([]);

    stage.pass(2_000);
    expect(stage.frames()).toEqual([{ type: "sync", from: 2 }]);
  });

  test("a heartbeat that was overtaken by its frame asks nothing", () => {
    stage.live(2);
    stage.hear({ type: "heartbeat", head: 3 });
    stage.hear({ type: "messages", from: 2, to: 3, messages: [message(3)] });
    stage.effects = [];
    stage.pass(2_000);

    expect(stage.frames().filter((frame) => frame.type === "sync")).toEqual([]);
  });

  test("older messages go before the first one, and the rest stays as it is", () => {
    stage.live(12, 11);
    stage.happen("olderWanted", null);
    expect(stage.frames()).toEqual([{ type: "older", before: 11 }]);

    stage.hear({ type: "older", messages: [message(9), message(10)], more: false });
    expect(stage.seqs()).toEqual([9, 10, 11, 12]);
    expect(stage.sync.more).toBe(false);
  });

  test("a page that is asked for again brings fresh addresses", () => {
    stage.live(2);
    const fresh = { ...message(2), at: "later" };
    stage.hear({ type: "older", messages: [message(1), fresh], more: false });

    expect(stage.sync.messages[1]?.at).toBe("later");
    expect(stage.seqs()).toEqual([1, 2]);
  });

  test("a server that was restored to less than we saw is believed", () => {
    stage.live(5);
    stage.happen("closed", false);
    stage.pass(60_000);
    stage.happen("opened", null);
    stage.hear(welcome(3));
    expect(stage.sync.messages).toEqual([]);

    stage.happen("opened", null);
    expect(stage.effects).toContainEqual(["hello", null]);
  });
});

describe("seeing", () => {
  test("messages count as unread until the visitor looks, and only those of others", () => {
    stage.live(0);
    stage.hear({ type: "messages", from: 0, to: 2, messages: [message(1, "visitor"), message(2)] });
    expect(unread(stage.sync)).toBe(1);
    expect(stage.frames()).toEqual([{ type: "received", seq: 2 }]);

    stage.happen("looked", true);
    expect(unread(stage.sync)).toBe(0);
    expect(stage.frames()).toEqual([{ type: "seen", seq: 2 }]);
  });

  test("typing is told at most every three seconds, and ends with the message", () => {
    stage.live(0);
    stage.happen("typed", null);
    stage.happen("typed", null);
    expect(stage.frames()).toEqual([]);
    stage.pass(3_000);
    stage.happen("typed", null);
    expect(stage.frames()).toEqual([{ type: "typing" }]);

    stage.hear({ type: "typing", who: { kind: "agent", name: "Rani" }, for_ms: 6_000 });
    expect(stage.sync.typing?.name).toBe("Rani");
    stage.hear({ type: "messages", from: 0, to: 1, messages: [message(1)] });
    expect(stage.sync.typing).toBeNull();
  });
});
