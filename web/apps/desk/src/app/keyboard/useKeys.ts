import { useEffect } from "react";
import { commands } from "@/lib/commands";
import { commandOf, HELP_KEY, isTaken } from "./keys";

/** Letters do what their commands do, for agents who want that. */
export function useKeys(on: boolean, onHelp: () => void): void {
  useEffect(() => {
    if (!on) {
      return;
    }
    const hear = (event: KeyboardEvent) => {
      if (isTaken(event)) {
        return;
      }
      if (event.key === HELP_KEY) {
        event.preventDefault();
        onHelp();
        return;
      }
      const name = event.repeat ? undefined : commandOf(event.key);
      if (name && commands.run(name)) {
        event.preventDefault();
      }
    };
    window.addEventListener("keydown", hear);
    return () => window.removeEventListener("keydown", hear);
  }, [on, onHelp]);
}
