import { expect, test } from "vitest";
import { emptySync } from "../sync/state";
import { said, words } from "../testing/widget_stage";
import { rowsOf } from "./rows";

test("what one author says at a stretch is one group", () => {
  const messages = [said(1, words("a")), said(2, words("b")), said(3, words("c"), "visitor", "")];
  const rows = rowsOf({ ...emptySync(0), messages });

  expect(rows.map(({ first, last }) => [first, last])).toEqual([
    [true, false],
    [false, true],
    [true, true],
  ]);
});

test("a pause and a new day begin a new group", () => {
  const messages = [
    { ...said(1, words("a")), at: "2026-11-21T09:00:00Z" },
    { ...said(2, words("b")), at: "2026-11-21T09:06:00Z" },
    { ...said(3, words("c")), at: "2026-11-23T09:06:30Z" },
  ];
  const rows = rowsOf({ ...emptySync(0), messages });

  expect(rows.map(({ newDay }) => newDay)).toEqual([true, false, true]);
  expect(rows.map(({ first }) => first)).toEqual([true, true, true]);
});
