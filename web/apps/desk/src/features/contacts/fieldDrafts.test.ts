import { expect, test } from "vitest";
import { draftOf, readDraft } from "./fieldDrafts";

const ZONE = "Asia/Jakarta";
const field = (type: string, value: unknown) => ({ id: "f", key: "f", name: "F", type, value });

test.each([
  ["text", "Bandung"],
  ["long_text", "two\nlines"],
  ["number", 12.5],
  ["number", 0],
  ["yes_no", true],
  ["yes_no", false],
  ["date", "2027-01-31"],
  ["list", ["S", "M"]],
  ["json", { a: [1, null] }],
])("a %s goes into its control and comes back the same", (type, value) => {
  expect(readDraft(type, draftOf(field(type, value), ZONE), ZONE)).toEqual({ value });
});

test("a moment is written on the reader's clock", () => {
  const draft = draftOf(field("date_time", "2027-01-31T02:00:00+00:00"), ZONE);
  expect(draft).toBe("2027-01-31T09:00");
  expect(readDraft("date_time", draft, ZONE)).toEqual({ value: "2027-01-31T02:00:00.000Z" });
});

test.each(["text", "number", "yes_no", "date", "date_time", "json"])(
  "an empty %s clears the field",
  (type) => {
    expect(draftOf(field(type, null), ZONE)).toBe("");
    expect(readDraft(type, " ", ZONE)).toEqual({ value: null });
  },
);

test("a list without items clears the field", () => {
  expect(readDraft("list", draftOf(field("list", null), ZONE), ZONE)).toEqual({ value: null });
});

test("what is of another kind is said to be so", () => {
  expect(readDraft("number", "12 kg", ZONE).problem).toBe("number");
  expect(readDraft("date", "tomorrow", ZONE).problem).toBe("date");
  expect(readDraft("date_time", "2027-01-31", ZONE).problem).toBe("date");
  expect(readDraft("json", "{a: 1}", ZONE).problem).toBe("json");
});
