import type { FieldValue } from "@obrol/api";
import { fullTime, longDate, type TimeStyle } from "@/lib/time";

/** A field's value in the reader's notation; null for one that is empty. */
export function shownValue(
  field: FieldValue,
  time: TimeStyle,
  words: { yes: string; no: string },
): string | null {
  const { value, type } = field;
  if (value === null || value === undefined || value === "") {
    return null;
  }
  if (typeof value === "boolean") {
    return value ? words.yes : words.no;
  }
  if (typeof value === "number") {
    return new Intl.NumberFormat(time.locale).format(value);
  }
  if (typeof value === "string") {
    return type.startsWith("date") ? shownDate(value, type, time) : value;
  }
  return Array.isArray(value) && type !== "json" ? value.join(", ") : JSON.stringify(value);
}

function shownDate(value: string, type: string, time: TimeStyle): string {
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) {
    return value;
  }
  // A date is a day on the calendar, wherever it is read.
  return type === "date" ? longDate(at, { ...time, zone: "UTC" }) : fullTime(at, time);
}
