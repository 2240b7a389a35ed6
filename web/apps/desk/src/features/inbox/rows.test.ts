import type { ConversationCounts } from "@obrol/api";
import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { keys } from "@/lib/queryKeys";
import { aConversation, aRow } from "@/testing/cast";
import { putConversation, putMark, putRead } from "./live";
import { type ConversationPages, findRow, fits, NOBODY, placed, rowsOf, unreadOf } from "./rows";

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString();

function pagesOf(rows: ReturnType<typeof aRow>[][], next: string | null): ConversationPages {
  return {
    pages: rows.map((page, index) => ({
      rows: page,
      next: index < rows.length - 1 ? `page ${index + 1}` : next,
    })),
    pageParams: rows.map((_, index) => (index === 0 ? null : `page ${index}`)),
  };
}

function aCache(list: ConversationPages): QueryClient {
  const cache = new QueryClient();
  cache.setQueryData(keys.list({ status: "open" }), list);
  return cache;
}

const idsIn = (list: ConversationPages | undefined) =>
  rowsOf(list?.pages ?? []).map((row) => row.conversation.id);

test("a conversation with new activity goes to the top", () => {
  const list = pagesOf(
    [[aRow({ id: "a", last_activity_at: at(5) }), aRow({ id: "b", last_activity_at: at(4) })]],
    null,
  );
  const moved = placed(list, aRow({ id: "b", last_activity_at: at(6) }), { status: "open" });
  expect(idsIn(moved)).toEqual(["b", "a"]);
});

test("one that does not fit any more leaves, and comes to the list that it fits", () => {
  const list = pagesOf([[aRow({ id: "a" })]], null);
  const done = aRow({ id: "a", status: "done" });
  expect(idsIn(placed(list, done, { status: "open" }))).toEqual([]);
  expect(idsIn(placed(pagesOf([[]], null), done, { status: "done" }))).toEqual(["a"]);
});

test("one that belongs behind what is loaded waits for its page", () => {
  const list = pagesOf([[aRow({ id: "a", last_activity_at: at(5) })]], "more");
  const old = aRow({ id: "z", last_activity_at: at(1) });
  expect(idsIn(placed(list, old, { status: "open" }))).toEqual(["a"]);
  const whole = pagesOf([[aRow({ id: "a", last_activity_at: at(5) })]], null);
  expect(idsIn(placed(whole, old, { status: "open" }))).toEqual(["a", "z"]);
});

test("a conversation of another channel never enters the list of one", () => {
  const list = pagesOf([[]], null);
  const other = aRow({ id: "a", channel: { id: "other", name: "Other", kind: "webchat" } });
  expect(idsIn(placed(list, other, { status: "open", channel_id: ["shop"] }))).toEqual([]);
});

test("a row that moved up while pages were loaded is shown once", () => {
  const list = pagesOf([[aRow({ id: "a" }), aRow({ id: "b" })], [aRow({ id: "b" })]], null);
  expect(idsIn(list)).toEqual(["a", "b"]);
});

test("an older version never replaces a newer one", () => {
  const cache = aCache(pagesOf([[aRow({ id: "c1", version: 5 })]], null));
  putConversation(cache, aConversation({ version: 4, status: "done" }));
  expect(findRow(cache, "c1")?.conversation.status).toBe("open");
});

test("reading goes forward only, and a new message is unread again", () => {
  const cache = aCache(pagesOf([[aRow({ id: "c1", inbound_count: 3 }, 1)]], null));
  putRead(cache, "c1", 3);
  putRead(cache, "c1", 2);
  const row = () => {
    const found = findRow(cache, "c1");
    return found ? unreadOf(found) : null;
  };
  expect(row()).toBe(0);
  putConversation(cache, aConversation({ inbound_count: 4, version: 2 }));
  expect(row()).toBe(1);
});

test("the counts follow a conversation from inbox to done, and its badge with it", () => {
  const cache = aCache(pagesOf([[aRow({ id: "c1" })]], null));
  const before: ConversationCounts = {
    open: 10,
    snoozed: 2,
    done: 5,
    unread: 3,
    unanswered: 4,
    mine: 0,
    unassigned: 6,
  };
  cache.setQueryData(keys.counts({}), before);
  cache.setQueryData(keys.counts({ channel_id: ["other"] }), before);
  putConversation(cache, aConversation({ status: "done", version: 2 }));
  expect(cache.getQueryData(keys.counts({}))).toEqual({
    open: 9,
    snoozed: 2,
    done: 6,
    unread: 2,
    unanswered: 3,
    mine: 0,
    unassigned: 5,
  });
  expect(cache.getQueryData(keys.counts({ channel_id: ["other"] }))).toEqual(before);
});

test("a filter lets in what fits and out what does not", () => {
  const mine = aRow({ id: "a", assignee: { id: "ada", name: "Ada" }, waiting_since: null });
  const filters = [
    { status: "open", assignee: "ada" },
    { status: "open", assignee: NOBODY },
    { status: "open", answering: "bot" },
    { status: "open", answering: "team" },
    { status: "open", unanswered: true },
    { status: "open", unread: true },
    { status: "open", pinned: true },
  ] as const;
  expect(filters.map((filter) => fits(mine, filter))).toEqual([
    ...[true, false, true, false],
    ...[false, true, false],
  ]);
});

test("whoever waits longest comes first, and who does not wait last", () => {
  const sorted = { status: "open", sort: "waiting" } as const;
  const rows = [
    aRow({ id: "new", waiting_since: at(9), last_activity_at: at(9) }),
    aRow({ id: "answered", waiting_since: null, last_activity_at: at(20) }),
    aRow({ id: "old", waiting_since: at(1), last_activity_at: at(1) }),
    aRow({ id: "quiet", waiting_since: null, last_activity_at: at(3) }),
  ];
  const list = rows.reduce((all, row) => placed(all, row, sorted), pagesOf([[]], null));
  expect(idsIn(list)).toEqual(["old", "new", "answered", "quiet"]);
});

test("a list by tag keeps what it has: only the server knows who else is tagged", () => {
  const byTag = { status: "open", tag_id: "vip" } as const;
  const list = pagesOf([[aRow({ id: "a" })]], null);
  expect(idsIn(placed(list, aRow({ id: "b" }), byTag))).toEqual(["a"]);
  expect(idsIn(placed(list, aRow({ id: "a", status: "done" }), byTag))).toEqual([]);
});

test("what was marked unread is not read again by an older event that comes late", () => {
  const cache = aCache(pagesOf([[aRow({ id: "c1" }, 1)]], null));
  putMark(cache, "c1", { read_inbound_count: 0, pinned: false, mark_version: 3 });
  putMark(cache, "c1", { read_inbound_count: 1, pinned: true, mark_version: 2 });
  expect(findRow(cache, "c1")).toMatchObject({ read_inbound_count: 0, pinned: false });
});

test("a pin brings a row into the list of pinned ones", () => {
  const cache = aCache(pagesOf([[aRow({ id: "c1" })]], null));
  const pinned = keys.list({ status: "open", pinned: true });
  cache.setQueryData(pinned, pagesOf([[]], null));
  putMark(cache, "c1", { read_inbound_count: 0, pinned: true, mark_version: 1 });
  expect(idsIn(cache.getQueryData(pinned))).toEqual(["c1"]);
});
