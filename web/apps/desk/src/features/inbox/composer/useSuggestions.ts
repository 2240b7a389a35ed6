import type { AgentOut, ShortcutOut } from "@obrol/api";
import { useQuery } from "@tanstack/react-query";
import { useId, useMemo, useState } from "react";
import { useReader } from "@/lib/reader";
import type { Mode } from "../outbox/database";
import { colleaguesQuery, shortcutsQuery } from "../writing.api";
import { matching, type Token, tokenAt } from "./token";
import { foundVariables, placeholder, useVariables, type Variable } from "./variables";

const MOST = 40; // options: whoever has not found it among these types one more letter

export type Suggestion = {
  id: string;
  title: string;
  more: string;
  /** What takes the place of the token. */
  insert: string;
  shortcut: ShortcutOut | null;
};

type Choose = (suggestion: Suggestion, token: Token) => void;

/** The list under the caret: shortcuts after `/`, variables after `{{`, colleagues after `@` in a note. */
export function useSuggestions(text: string, caret: number, mode: Mode, onChoose: Choose) {
  const listId = useId();
  const { agentId } = useReader();
  const token = useMemo(() => tokenAt(text, caret, mode), [text, caret, mode]);
  const shortcuts = useQuery({ ...shortcutsQuery, enabled: token?.kind === "shortcut" });
  const colleagues = useQuery({ ...colleaguesQuery, enabled: token?.kind === "mention" });
  const { variables, isPending } = useVariables();
  const [closed, setClosed] = useState<string | null>(null);
  const [chosen, setChosen] = useState({ key: "", index: 0 });

  const key = token ? `${token.kind} ${token.from}` : "";
  const suggestions = useMemo(
    () =>
      token
        ? suggestionsFor(token, {
            shortcuts: shortcuts.data ?? [],
            variables,
            colleagues: (colleagues.data ?? []).filter(
              (one) => !one.disabled && one.id !== agentId,
            ),
          })
        : [],
    [token, shortcuts.data, variables, colleagues.data, agentId],
  );
  const isLoading =
    (token?.kind === "shortcut" && shortcuts.isPending) ||
    (token?.kind === "mention" && colleagues.isPending) ||
    (token?.kind === "variable" && isPending);
  const isOpen = token !== null && closed !== key;
  // A list that has become another one begins at its top again.
  const listed = `${key} ${token?.query}`;
  const active =
    chosen.key === listed ? Math.min(chosen.index, Math.max(0, suggestions.length - 1)) : 0;

  const choose = (suggestion: Suggestion | undefined) => {
    if (token && suggestion) {
      onChoose(suggestion, token);
    }
  };
  const move = (by: number) =>
    setChosen({
      key: listed,
      index: (active + by + suggestions.length) % Math.max(1, suggestions.length),
    });

  /** Whether the key was meant for the list; such a key never sends. */
  const takesKey = (pressed: string): boolean => {
    if (!isOpen) {
      return false;
    }
    if (pressed === "Escape") {
      setClosed(key);
      return true;
    }
    if (suggestions.length === 0) {
      // What is still being looked up is not sent half written.
      return isLoading && pressed === "Enter";
    }
    switch (pressed) {
      case "ArrowDown":
        move(1);
        return true;
      case "ArrowUp":
        move(-1);
        return true;
      case "Enter":
      case "Tab":
        choose(suggestions[active]);
        return true;
      default:
        return false;
    }
  };

  return {
    listId,
    token,
    isOpen: isOpen && (suggestions.length > 0 || isLoading || token.query !== ""),
    isLoading,
    suggestions,
    active,
    activeId: isOpen && suggestions.length > 0 ? optionId(listId, active) : undefined,
    choose,
    takesKey,
    close: () => setClosed(key),
    reopen: () => setClosed(null),
  };
}

export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

type Known = {
  shortcuts: readonly ShortcutOut[];
  variables: readonly Variable[];
  colleagues: readonly AgentOut[];
};

export function suggestionsFor(token: Token, known: Known): Suggestion[] {
  switch (token.kind) {
    case "shortcut":
      return matching(known.shortcuts, token.query, ({ name, text, category }) => ({
        name,
        more: `${text} ${category ?? ""}`,
      }))
        .slice(0, MOST)
        .map((shortcut) => ({
          id: shortcut.id,
          title: `/${shortcut.name}`,
          more: shortcut.text,
          insert: shortcut.text,
          shortcut,
        }));
    case "variable":
      return foundVariables(known.variables, token.query)
        .slice(0, MOST)
        .map(({ path, label }) => ({
          id: path,
          title: label,
          more: placeholder(path),
          insert: placeholder(path),
          shortcut: null,
        }));
    case "mention":
      return matching(known.colleagues, token.query, ({ name, email }) => ({ name, more: email }))
        .slice(0, MOST)
        .map(({ id, name, email }) => ({
          id,
          title: name,
          more: email,
          insert: `@${name} `,
          shortcut: null,
        }));
  }
}
