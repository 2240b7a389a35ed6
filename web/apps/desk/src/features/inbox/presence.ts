import type { Actor } from "@obrol/api";

/** Ada, Bo. */
export function namesOf(people: readonly Actor[]): string {
  return people.map((who) => who.name).join(", ");
}
