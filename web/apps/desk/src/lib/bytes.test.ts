import { expect, test } from "vitest";
import { fileSize } from "./bytes";

test("sizes are short and in the reader's notation", () => {
  expect(fileSize(0, "en")).toBe("0 B");
  expect(fileSize(1_440_000, "en")).toBe("1.4 MB");
  expect(fileSize(1_440_000, "id")).toBe("1,4 MB");
  expect(fileSize(26_000_000, "en")).toBe("26 MB");
});
