import { expect, test } from "vitest";
import { ADA, BOT, happened, said, WALT } from "@/testing/cast";
import type { OutboxEntry } from "../outbox/database";
import { blocksOf } from "./blocks";
import { chosenBy } from "./choices";
import { lineOf } from "./lineOf";

const zone = "Asia/Jakarta";
const bot = (id: string, minutes: number) =>
  said(id, minutes, { author: BOT, direction: "outbound" });

const entry = (id: string, kind: "reply" | "note"): OutboxEntry => ({
  id,
  conversation_id: "c1",
  what:
    kind === "note"
      ? { kind, text: id, mentions: [] }
      : {
          kind,
          content: { kind: "text", text: id, buttons: [], quick_replies: [] },
          persona_id: null,
          shown: null,
        },
  batch: id,
  not_before: null,
  created_at: "2026-01-01T12:30:00Z",
  order: 1,
  refusal: null,
});

const shape = (items: Parameters<typeof blocksOf>[0], pending: OutboxEntry[] = []) =>
  blocksOf(items, pending, ADA, zone).map((block) =>
    block.kind === "group"
      ? `${block.author.name}${block.isNote ? " (note)" : ""}: ${block.bubbles.map((one) => one.id).join(" ")}`
      : block.kind,
  );

test("what one author writes in one go stands together, under its day", () => {
  expect(shape([said("a", 1), said("b", 2), bot("c", 3)])).toEqual(["day", "Walt: a b", "Kopi: c"]);
});

test("a gap of more than five minutes shows the time again", () => {
  expect(shape([said("a", 1), said("b", 6), said("c", 12)])).toEqual([
    "day",
    "Walt: a b",
    "Walt: c",
  ]);
});

test("midnight is that of the reader", () => {
  // 16:59 and 17:01 UTC are two days in Jakarta.
  expect(shape([said("a", 299), said("b", 301)])).toEqual(["day", "Walt: a", "day", "Walt: b"]);
});

test("an event divides what was said before it from what was said after", () => {
  const handed = happened("conversation.handed_to_team", 2, { because: "flow" });
  expect(shape([bot("a", 1), handed, bot("b", 3)])).toEqual(["day", "Kopi: a", "line", "Kopi: b"]);
});

test("what waits to be sent stands at the end, notes apart from replies", () => {
  expect(shape([said("a", 29)], [entry("r", "reply"), entry("n", "note")])).toEqual([
    "day",
    "Walt: a",
    "Ada: r",
    "Ada (note): n",
  ]);
});

test("an acknowledged message is not shown a second time while its entry is still going", () => {
  const mine = said("r", 29, { author: ADA, direction: "outbound" });
  expect(shape([mine], [entry("r", "reply")])).toEqual(["day", "Ada: r"]);
});

test("the button that was pressed is known to the message that offered it", () => {
  const choice = said("b", 2, {
    author: WALT,
    content: { kind: "choice", text: "Menu", choice_id: "menu", message_id: "a" },
  });
  const chosen = chosenBy([bot("a", 1), choice]);
  expect([...chosen("a")]).toEqual(["menu"]);
  expect([...chosen("b")]).toEqual([]);
});

test.each([
  ["conversation.handed_to_team", { because: "agent_replied" }, "handed_to_team_replied"],
  ["conversation.handed_to_team", { because: "flow" }, "handed_to_team"],
  ["conversation.returned_to_bot", { because: "pause_over" }, "returned_to_bot_pause_over"],
  ["conversation.woken", { because: "time" }, "woken"],
  ["conversation.assigned", { assignee_name: null }, "unassigned"],
  ["something.new", {}, "other"],
] as const)("%s %o is told as %s", (name, data, line) => {
  expect(lineOf({ name, data })).toBe(line);
});

test("what was sent under another persona stands apart", () => {
  const ada = (id: string, minutes: number, persona_id: string | null) =>
    said(id, minutes, { author: ADA, direction: "outbound", persona_id });
  expect(shape([ada("a", 1, null), ada("b", 2, "rani"), ada("c", 3, "rani")])).toEqual([
    "day",
    "Ada: a",
    "Ada: b c",
  ]);
});
