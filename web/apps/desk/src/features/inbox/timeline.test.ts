import { expect, test } from "vitest";
import { said } from "@/testing/cast";
import { itemsOf, type TimelinePages, withDeliveries, withItem } from "./timeline";

const timeline = (
  newest: ReturnType<typeof said>[],
  older: ReturnType<typeof said>[] | null = null,
): TimelinePages => ({
  pages: [
    { items: newest, before: older ? "older" : null },
    ...(older ? [{ items: older, before: null }] : []),
  ],
  pageParams: older ? [null, "older"] : [null],
});

const ids = (pages: TimelinePages) => itemsOf(pages.pages).map((item) => item.key.slice(1));

test("pages are read oldest first although they are loaded newest first", () => {
  expect(ids(timeline([said("c", 3)], [said("a", 1), said("b", 2)]))).toEqual(["a", "b", "c"]);
});

test("a new message goes to the end, a late one where it belongs", () => {
  const before = timeline([said("b", 2), said("d", 4)]);
  expect(ids(withItem(before, said("e", 5)))).toEqual(["b", "d", "e"]);
  expect(ids(withItem(before, said("c", 3)))).toEqual(["b", "c", "d"]);
});

test("the same message again changes nothing, a newer version of it does", () => {
  const before = timeline([said("a", 1, { version: 2 })]);
  expect(withItem(before, said("a", 1, { version: 1, delivery: "queued" }))).toBe(before);
  const after = withItem(before, said("a", 1, { version: 3, delivery: "failed" }));
  expect(itemsOf(after.pages)).toMatchObject([{ message: { delivery: "failed" } }]);
});

test("what is older than everything loaded waits for its page", () => {
  const more: TimelinePages = {
    pages: [{ items: [said("b", 2)], before: "older" }],
    pageParams: [null],
  };
  expect(withItem(more, said("a", 1))).toBe(more);
});

test("a delivery moves a message forward and never back", () => {
  const before = timeline([said("a", 1, { version: 3, delivery: "delivered" })]);
  const report = { message_id: "a", visitor_seq: 1, delivery_reason: null, sent_at: null };
  const late = withDeliveries(before, [{ ...report, delivery: "sent", version: 2 }]);
  expect(itemsOf(late.pages)).toMatchObject([{ message: { delivery: "delivered" } }]);
  const read = withDeliveries(before, [{ ...report, delivery: "read", version: 4 }]);
  expect(itemsOf(read.pages)).toMatchObject([{ message: { delivery: "read", version: 4 } }]);
});
