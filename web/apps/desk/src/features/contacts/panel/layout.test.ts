import { expect, test } from "vitest";
import { draggedTo, foldedOrNot, type Layout, moved } from "./layout";

const layout: Layout = { blocks: ["profile", "notes", "tags"], folded: [] };

test("a block moves by one place and stays at the edge", () => {
  expect(moved(layout, "notes", -1).blocks).toEqual(["notes", "profile", "tags"]);
  expect(moved(layout, "notes", 1).blocks).toEqual(["profile", "tags", "notes"]);
  expect(moved(layout, "profile", -1).blocks).toEqual(layout.blocks);
  expect(moved(layout, "tags", 1).blocks).toEqual(layout.blocks);
});

test("a dragged block takes the place that it is dropped on", () => {
  expect(draggedTo(layout, "tags", "profile").blocks).toEqual(["tags", "profile", "notes"]);
  expect(draggedTo(layout, "profile", "tags").blocks).toEqual(["notes", "tags", "profile"]);
});

test("folding twice changes nothing", () => {
  const folded = foldedOrNot(layout, "tags");
  expect(folded.folded).toEqual(["tags"]);
  expect(foldedOrNot(folded, "tags")).toEqual(layout);
});
