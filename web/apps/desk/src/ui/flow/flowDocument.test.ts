import { expect, test } from "vitest";
import { checksOf, choiceOfExit, inOrder, readFlow, saidBy } from "./flowDocument";

const FLOW = readFlow({
  format: 1,
  start: "menu",
  steps: {
    lost: { type: "end", options: {}, exits: {} },
    bye: { type: "end", options: {}, exits: {} },
    menu: {
      type: "send_message",
      name: "Menu",
      options: {
        messages: [{ kind: "text", text: "What now?", buttons: [{ id: "a", label: "Hours" }] }],
      },
      exits: { "choice:a": "check", otherwise: "menu" },
    },
    check: {
      type: "condition",
      options: {
        match: "all",
        checks: [
          { on: "tag", tag: "vip" },
          { on: "value", path: "contact.name", operator: "is", value: "Ana" },
        ],
      },
      exits: { yes: "bye", no: "gone" },
    },
  },
});

test("steps come as one meets them, each once, and what nothing leads to comes last", () => {
  expect(inOrder(FLOW).map((step) => step.id)).toEqual(["menu", "check", "bye", "lost"]);
});

test("an exit of a choice is told by what stands on its button", () => {
  const [menu] = inOrder(FLOW);
  expect(menu && choiceOfExit(menu, "choice:a")).toBe("Hours");
  expect(menu && choiceOfExit(menu, "otherwise")).toBeNull();
  expect(menu && saidBy(menu)[0]?.text).toBe("What now?");
});

test("exits come in the order of their buttons, whatever order they were stored in", () => {
  const buttons = [
    { id: "zz", label: "First" },
    { id: "a", label: "Second" },
  ];
  const step = {
    type: "send_message",
    options: { messages: [{ kind: "text", text: "?", buttons }] },
    exits: { otherwise: "x", "choice:a": "x", "choice:zz": "x" },
  };
  const [read] = inOrder(readFlow({ start: "x", steps: { x: step } }));
  expect(read?.exits.map((exit) => exit.name)).toEqual(["choice:zz", "choice:a", "otherwise"]);
});

test("a condition says what it looks at", () => {
  const check = FLOW.steps.get("check");
  expect(check && checksOf(check)).toEqual([
    { on: "tag", operator: "has", value: "vip" },
    { on: "contact.name", operator: "is", value: "Ana" },
  ]);
});

test("a document that is not one is empty rather than a crash", () => {
  expect(inOrder(readFlow(null))).toEqual([]);
  expect(inOrder(readFlow({ start: 3, steps: [1] }))).toEqual([]);
});
