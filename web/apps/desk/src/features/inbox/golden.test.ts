import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ConversationRow, Status, TimelineItem } from "@obrol/api";
import type { LiveEvent } from "@obrol/api/live";
import { QueryClient } from "@tanstack/react-query";
import { describe, expect, test } from "vitest";
import { keys } from "@/lib/queryKeys";
import { applyWith } from "@/live/reducers";
import { inboxReducers } from "./live";
import { type ConversationPages, rowsOf } from "./rows";
import { itemsOf, type TimelinePages } from "./timeline";

type Picture = { lists: Record<Status, ConversationRow[]>; timeline: TimelineItem[] };
type Golden = { before: Picture; events: LiveEvent[]; after: Picture };

// Written by the server's own tests: what an agent saw, what they heard, and what a fresh fetch shows.
const FOLDER = join(import.meta.dirname, "../../../../../../tests/golden/live");
const STATUSES = ["open", "snoozed", "done"] as const;

function cacheOf({ lists, timeline }: Picture): QueryClient {
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  for (const status of STATUSES) {
    const pages = [{ rows: structuredClone(lists[status]), next: null }];
    cache.setQueryData<ConversationPages>(keys.list({ status }), { pages, pageParams: [null] });
  }
  const id = STATUSES.flatMap((status) => lists[status])[0]?.conversation.id ?? "";
  cache.setQueryData<TimelinePages>(keys.timeline(id), {
    pages: [{ items: structuredClone(timeline), before: null }],
    pageParams: [null],
  });
  return cache;
}

function pictureOf(cache: QueryClient): Picture {
  const rows = (status: Status) =>
    rowsOf(cache.getQueryData<ConversationPages>(keys.list({ status }))?.pages ?? []);
  const [, timeline] = cache.getQueriesData<TimelinePages>({ queryKey: keys.timelines })[0] ?? [];
  return {
    lists: { open: rows("open"), snoozed: rows("snoozed"), done: rows("done") },
    timeline: itemsOf(timeline?.pages ?? []),
  };
}

const files = existsSync(FOLDER)
  ? readdirSync(FOLDER).filter((name) => name.endsWith(".json"))
  : [];

describe.skipIf(files.length === 0)(
  "what is shown after the events is what a fresh fetch shows",
  () => {
    test.each(files)("%s", (file) => {
      const golden: Golden = JSON.parse(readFileSync(join(FOLDER, file), "utf8"));
      const cache = cacheOf(golden.before);
      const apply = applyWith(cache, [inboxReducers]);

      for (const event of golden.events) {
        apply(event);
      }
      expect(pictureOf(cache)).toEqual(golden.after);

      // Again, and late: the same events a second time change nothing.
      for (const event of golden.events) {
        apply(event);
      }
      expect(pictureOf(cache)).toEqual(golden.after);
    });
  },
);

test.skipIf(files.length > 0)(
  "no golden files: the server's tests have not written any yet",
  () => {
    expect(files).toEqual([]);
  },
);
