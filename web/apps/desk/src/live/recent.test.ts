import type { LiveEvent } from "@obrol/api/live";
import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { RecentEvents } from "./recent";

test("an answer that was read before an event does not undo it", async () => {
  const cache = new QueryClient();
  const event = { type: "workspace.changed" } as LiveEvent;
  const recent = new RecentEvents(() => cache.setQueryData(["name"], "new"));
  recent.follow(cache);

  let answer: (name: string) => void = () => {};
  const fetching = cache.fetchQuery({
    queryKey: ["name"],
    queryFn: () => new Promise<string>((resolve) => (answer = resolve)),
  });
  // The server has read "old"; the event comes; only then does the answer arrive.
  recent.add([event]);
  answer("old");
  await fetching;
  expect(cache.getQueryData(["name"])).toBe("new");
});

test("what happened before a fetch began is not played again after it", async () => {
  const cache = new QueryClient();
  let played = 0;
  const recent = new RecentEvents(() => {
    played += 1;
  });
  recent.follow(cache);
  recent.add([{ type: "workspace.changed" } as LiveEvent], Date.now() - 1_000);
  await cache.fetchQuery({ queryKey: ["name"], queryFn: async () => "x" });
  expect(played).toBe(0);
});
