import { expect, test } from "vitest";
import { BOT, happened, said } from "@/testing/cast";
import { blocksOf } from "./blocks";
import { firstUnreadIn } from "./useFirstUnread";

const ME = { kind: "agent", id: "ada", name: "Ada" } as const;
const bot = { direction: "outbound", author: BOT } as const;
const items = [
  said("a", 1),
  said("b", 2, bot),
  said("c", 3),
  happened("conversation.done", 4),
  said("d", 5),
];

test("the first unread is counted in what the contact wrote alone", () => {
  expect(firstUnreadIn(items, 2)).toBe("c");
  expect(firstUnreadIn(items, 3)).toBe("a");
});

test("with nothing unread, or the first not loaded yet, there is none", () => {
  expect(firstUnreadIn(items, 0)).toBeNull();
  expect(firstUnreadIn(items, 4)).toBeNull();
});

test("a line stands before the first unread, and parts what one author wrote in one go", () => {
  const blocks = blocksOf([said("a", 1), said("b", 2), said("c", 3)], [], ME, "UTC", "b");
  expect(blocks.map((block) => block.kind)).toEqual(["day", "group", "new", "group"]);
});
