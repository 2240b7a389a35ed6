import type { FieldValue } from "@obrol/api";
import { fromFieldValue, toFieldValue } from "@/lib/zoned";

/** What stands in a field's control while somebody edits it. */
export type Drafted = string | string[];

export type Wrong = "number" | "date" | "json";

type Read = { value: NonNullable<FieldValue["value"]> | null; problem?: Wrong };

/** A value as its control shows it. */
export function draftOf({ type, value }: FieldValue, zone: string): Drafted {
  if (type === "list") {
    return Array.isArray(value) ? value.map(String) : [];
  }
  if (value === null || value === undefined) {
    return "";
  }
  if (type === "yes_no") {
    return value ? "yes" : "no";
  }
  if (type === "json") {
    return JSON.stringify(value, null, 2);
  }
  if (type === "date_time") {
    const at = new Date(String(value));
    return Number.isNaN(at.getTime()) ? "" : toFieldValue(at, zone);
  }
  return String(value);
}

/** What a control says, as the server keeps it; null clears the field. */
export function readDraft(type: string, draft: Drafted, zone: string): Read {
  if (Array.isArray(draft)) {
    return { value: draft.length > 0 ? draft : null };
  }
  const text = draft.trim();
  if (text === "") {
    return { value: null };
  }
  switch (type) {
    case "number":
      return Number.isFinite(Number(text))
        ? { value: Number(text) }
        : { value: null, problem: "number" };
    case "yes_no":
      return { value: text === "yes" };
    case "date":
      return /^\d{4}-\d{2}-\d{2}$/u.test(text) ? { value: text } : { value: null, problem: "date" };
    case "date_time": {
      const at = fromFieldValue(text, zone);
      return at ? { value: at.toISOString() } : { value: null, problem: "date" };
    }
    case "json":
      return readJson(text);
    default:
      return { value: draft };
  }
}

function readJson(text: string): Read {
  try {
    const value: unknown = JSON.parse(text);
    return { value: value ?? null };
  } catch {
    return { value: null, problem: "json" };
  }
}
