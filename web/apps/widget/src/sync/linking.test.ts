// @vitest-environment node
import { beforeEach, describe, expect, test } from "vitest";
import { Stage } from "./simulation/stage";
import { nextDue } from "./step";

let stage: Stage;

beforeEach(() => {
  stage = new Stage();
});

describe("the link", () => {
  test("is tried again ever more rarely, but at least every 15 seconds", () => {
    const waits: number[] = [];
    stage.happen("woke", null);
    for (let attempt = 0; attempt < 12; attempt += 1) {
      stage.happen("closed", false);
      waits.push(stage.sync.due.retry - stage.now);
      stage.pass(stage.sync.due.retry - stage.now);
    }

    expect(waits[0]).toBeLessThanOrEqual(500);
    expect(Math.max(...waits)).toBeLessThanOrEqual(15_000);
    expect(waits.at(-1)).toBeGreaterThanOrEqual(7_500);
  });

  test("that is silent through two heartbeats is given up", () => {
    stage.live(0);
    stage.pass(45_000);

    expect(stage.sync.link).toBe("down");
    expect(stage.effects).toContainEqual(["close", null]);
  });

  test("is asked for a sign of life when the page wakes up", () => {
    stage.live(0);
    stage.happen("woke", null);
    expect(stage.frames()).toEqual([{ type: "sync", from: 0 }]);

    stage.pass(5_000);
    expect(stage.sync.link).toBe("down");
  });

  test("comes back at once with the network", () => {
    stage.live(0);
    stage.happen("online", false);
    expect(stage.sync.link).toBe("down");

    stage.happen("online", true);
    expect(stage.effects).toContainEqual(["open", null]);
  });

  test("that the server drains comes back when the server says", () => {
    stage.live(0);
    stage.hear({ type: "drain", reconnect_in_ms: 4_000 });

    expect(nextDue(stage.sync)).toBe(stage.now + 4_000);
  });
});
