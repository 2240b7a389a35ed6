import { COMMANDS, type CommandName } from "@/lib/commands";

/** The key of each command; letters, so that both hands stay where they are. */
export const KEYS: Record<CommandName, string> = {
  next: "j",
  previous: "k",
  search: "/",
  filter: "f",
  reply: "r",
  note: "n",
  done: "e",
  snooze: "s",
  assign: "a",
  pin: "p",
  unread: "u",
  list: "[",
};

export const HELP_KEY = "?";

const WRITES = "input, textarea, select, [contenteditable='true']";
const HAS_KEYS_OF_ITS_OWN = "[role='dialog'], [role='menu'], [role='listbox']";

/** Whether a key is meant for what has the focus, and not for us. */
export function isTaken(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null;
  return (
    event.defaultPrevented ||
    event.isComposing ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    target?.closest(WRITES) != null ||
    target?.closest(HAS_KEYS_OF_ITS_OWN) != null ||
    document.querySelector("[role='dialog'][aria-modal='true']") !== null
  );
}

export function commandOf(key: string): CommandName | undefined {
  return COMMANDS.find((name) => KEYS[name] === key.toLowerCase());
}
