import { expect, test } from "vitest";
import { activeFilters, listFilter, without } from "./filters";
import { readInboxSearch } from "./InboxSearch";

test("an address names a list, and me is whoever looks", () => {
  const search = readInboxSearch({ assignee: "me", tag: "vip", unread: true, sort: "waiting" });
  expect(listFilter(search, { channel_id: ["shop"] }, "ada")).toEqual({
    channel_id: ["shop"],
    status: "open",
    assignee: "ada",
    tag_id: "vip",
    unread: true,
    sort: "waiting",
  });
});

test("what is no filter of ours is left out of the address", () => {
  expect(readInboxSearch({ unread: "yes", answering: "cat", sort: "size", assignee: 7 })).toEqual(
    {},
  );
});

test("filters are taken away one by one, and the rest of the address stays", () => {
  const search = readInboxSearch({ bot: "kopi", unread: true, answering: "team" });
  expect(activeFilters(search)).toEqual(["unread", "answering"]);
  expect(without(search, ["unread"])).toEqual({ bot: "kopi", answering: "team" });
  expect(without(search, activeFilters(search))).toEqual({ bot: "kopi" });
});
