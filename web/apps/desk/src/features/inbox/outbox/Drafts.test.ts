import "fake-indexeddb/auto";
import { expect, test, vi } from "vitest";
import { Drafts } from "./Drafts";
import { openOutboxDatabase } from "./database";

test("a draft of each mode is there after a reload, and the mode with it", async () => {
  const database = await openOutboxDatabase("ada-drafts");
  const before = new Drafts(database);
  await before.start();
  before.put({ conversation_id: "walt", mode: "note", reply: "Yes, from", note: "asks often" });
  await vi.waitFor(async () => expect(await database.count("drafts")).toBe(1));

  const after = new Drafts(database);
  await after.start();
  expect(after.of("walt")).toEqual({
    conversation_id: "walt",
    mode: "note",
    reply: "Yes, from",
    note: "asks often",
  });
  expect(after.of("bo").mode).toBe("reply");
});

test("an emptied draft leaves nothing behind", async () => {
  const database = await openOutboxDatabase("ada-empty");
  const drafts = new Drafts(database);
  drafts.put({ conversation_id: "walt", mode: "reply", reply: "a", note: "" });
  drafts.put({ conversation_id: "walt", mode: "reply", reply: "", note: "" });
  await vi.waitFor(async () => expect(await database.count("drafts")).toBe(0));
});
