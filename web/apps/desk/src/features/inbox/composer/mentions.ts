import type { AgentOut } from "@obrol/api";

/** The colleagues whom a note names by `@Name`; of two names that begin alike, the longer one is meant. */
export function mentionedIn(text: string, agents: readonly AgentOut[]): string[] {
  let left = text;
  const longestFirst = [...agents].sort((one, other) => other.name.length - one.name.length);
  return longestFirst
    .filter(({ name }) => {
      const parts = left.split(`@${name}`);
      left = parts.join(" ");
      return parts.length > 1;
    })
    .map(({ id }) => id);
}
