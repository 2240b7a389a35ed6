import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ADA, WALT } from "@/testing/cast";
import { Fleeting } from "./fleeting";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const names = (fleeting: Fleeting, id = "c1") => ({
  typing: fleeting.presence(id).typing.map((who) => who.name),
  looking: fleeting.presence(id).looking.map((who) => who.name),
});

test("whoever types is shown for as long as they said, and not after they have sent", () => {
  const fleeting = new Fleeting();
  fleeting.types("c1", WALT, 6_000);
  expect(names(fleeting).typing).toEqual(["Walt"]);
  vi.advanceTimersByTime(6_100);
  expect(names(fleeting).typing).toEqual([]);
  fleeting.types("c1", WALT, 6_000);
  fleeting.stops("c1", "contact", "walt");
  expect(names(fleeting).typing).toEqual([]);
});

test("an agent with two windows looks at two conversations, and at one of them once", () => {
  const fleeting = new Fleeting();
  expect(fleeting.looks("one", ADA, "c1")).toBe(true);
  expect(fleeting.looks("two", ADA, "c2")).toBe(true);
  expect([names(fleeting).looking, names(fleeting, "c2").looking]).toEqual([["Ada"], ["Ada"]]);
  expect(fleeting.looks("two", ADA, "c1")).toBe(false);
  expect(names(fleeting).looking).toEqual(["Ada"]);
  fleeting.looks("one", ADA, null);
  expect(names(fleeting).looking).toEqual(["Ada"]);
  fleeting.looks("two", ADA, null);
  expect(names(fleeting).looking).toEqual([]);
});

test("a window that says nothing any more is forgotten", () => {
  const fleeting = new Fleeting();
  fleeting.looks("one", ADA, "c1");
  vi.advanceTimersByTime(30_000);
  fleeting.looks("one", ADA, "c1");
  vi.advanceTimersByTime(30_000);
  expect(names(fleeting).looking).toEqual(["Ada"]);
  vi.advanceTimersByTime(20_000);
  expect(names(fleeting).looking).toEqual([]);
});

test("what happens in one conversation is news to nobody who shows another", () => {
  const fleeting = new Fleeting();
  fleeting.looks("one", ADA, "c1");
  const before = fleeting.presence("c1");
  fleeting.types("c2", WALT, 6_000);
  expect(fleeting.presence("c1")).toBe(before);
  expect(fleeting.presence("c3")).toBe(fleeting.presence("c4"));
});
