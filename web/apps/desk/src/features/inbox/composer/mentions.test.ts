import type { AgentOut } from "@obrol/api";
import { expect, test } from "vitest";
import { mentionedIn } from "./mentions";

function agent(id: string, name: string): AgentOut {
  const nothing = { picture_id: null, picture_url: null, version: 1 };
  return { id, name, email: `${id}@acme.example`, role: "agent", disabled: false, ...nothing };
}

const AGENTS = [agent("bo", "Bo"), agent("bo-lee", "Bo Lee"), agent("ada", "Ada")];

test("whoever is named is mentioned, once", () => {
  expect(mentionedIn("@Ada and @Ada: look", AGENTS)).toEqual(["ada"]);
  expect(mentionedIn("Ada, look", AGENTS)).toEqual([]);
});

test("of two names that begin alike the longer one is meant", () => {
  expect(mentionedIn("ask @Bo Lee", AGENTS)).toEqual(["bo-lee"]);
  expect(mentionedIn("ask @Bo and @Bo Lee", AGENTS)).toEqual(["bo-lee", "bo"]);
});
