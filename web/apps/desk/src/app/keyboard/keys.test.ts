import { afterEach, expect, test } from "vitest";
import { COMMANDS, commands } from "@/lib/commands";
import { commandOf, HELP_KEY, isTaken, KEYS } from "./keys";

afterEach(() => {
  document.body.replaceChildren();
});

function press(key: string, on: Element, options: KeyboardEventInit = {}): boolean {
  let taken = false;
  const hear = (event: KeyboardEvent) => {
    taken = isTaken(event);
  };
  window.addEventListener("keydown", hear);
  on.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...options }));
  window.removeEventListener("keydown", hear);
  return taken;
}

function shown(html: string): Element {
  document.body.innerHTML = html;
  return document.querySelector("[data-here]") ?? document.body;
}

test("every command has a key of its own", () => {
  const keys = [...COMMANDS.map((name) => KEYS[name]), HELP_KEY];
  expect(new Set(keys).size).toBe(keys.length);
  expect(commandOf("J")).toBe("next");
});

test("a letter that is written is no command", () => {
  expect(press("e", shown("<p data-here></p>"))).toBe(false);
  expect(press("e", shown("<textarea data-here></textarea>"))).toBe(true);
  expect(press("e", shown("<div contenteditable='true'><b data-here></b></div>"))).toBe(true);
});

test("menus, lists and dialogs have keys of their own", () => {
  expect(press("e", shown("<div role='menu'><button data-here></button></div>"))).toBe(true);
  expect(press("e", shown("<div role='dialog' aria-modal='true'></div><p data-here></p>"))).toBe(
    true,
  );
});

test("keys of the browser stay the browser's, and what an input method composes is its own", () => {
  const here = shown("<p data-here></p>");
  expect(press("r", here, { ctrlKey: true })).toBe(true);
  expect(press("k", here, { metaKey: true })).toBe(true);
  expect(press("n", here, { isComposing: true })).toBe(true);
});

test("the part of the page that came last does it, and nobody when it is gone", () => {
  const said: string[] = [];
  const first = commands.add("done", () => said.push("first"));
  const second = commands.add("done", () => said.push("second"));
  expect(commands.run("done")).toBe(true);
  second();
  commands.run("done");
  first();
  expect(commands.run("done")).toBe(false);
  expect(said).toEqual(["second", "first"]);
});
