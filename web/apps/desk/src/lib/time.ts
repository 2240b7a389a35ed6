import { dayOf } from "./zoned";

/** How times are written for this reader. */
export type TimeStyle = { locale: string; zone: string };

/** English as the reader's browser spells dates; British where the browser speaks something else. */
export function timeLocale(language: string, browser: string = navigator.language): string {
  if (language !== "en") {
    return language;
  }
  return browser.startsWith("en") ? browser : "en-GB";
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(at: Date, style: TimeStyle, options: Intl.DateTimeFormatOptions): string {
  const key = `${style.locale} ${style.zone} ${JSON.stringify(options)}`;
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(style.locale, { ...options, timeZone: style.zone });
    formats.set(key, made);
  }
  return made.format(at);
}

/** 14:05 */
export function clockTime(at: Date, style: TimeStyle): string {
  return format(at, style, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** Sun, 22 Nov 2026, 14:05 */
export function fullTime(at: Date, style: TimeStyle): string {
  return format(at, style, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
}

/** When something will be: 18:00 today, Mon, 23 Nov, 09:00 later. */
export function momentAhead(at: Date, style: TimeStyle, now: Date = new Date()): string {
  if (dayOf(at, style.zone) === dayOf(now, style.zone)) {
    return clockTime(at, style);
  }
  return format(at, style, {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
}

/** 22 November 2026 */
export function longDate(at: Date, style: TimeStyle): string {
  return format(at, style, { day: "numeric", month: "long", year: "numeric" });
}

export type DayName = { kind: "today" } | { kind: "yesterday" } | { kind: "date"; text: string };

/** The heading over a day's messages. */
export function dayName(at: Date, now: Date, style: TimeStyle): DayName {
  const day = dayOf(at, style.zone);
  if (day === dayOf(now, style.zone)) {
    return { kind: "today" };
  }
  if (day === dayOf(new Date(now.getTime() - DAY), style.zone)) {
    return { kind: "yesterday" };
  }
  const thisYear = day.slice(0, 4) === dayOf(now, style.zone).slice(0, 4);
  return {
    kind: "date",
    text: format(at, style, {
      weekday: "long",
      day: "numeric",
      month: "long",
      ...(thisYear ? {} : { year: "numeric" }),
    }),
  };
}

/** What a list row says: 14:05 today, Mon this week, 3 Nov before, with the year if it is another one. */
export function rowTime(at: Date, now: Date, style: TimeStyle): string {
  if (dayOf(at, style.zone) === dayOf(now, style.zone)) {
    return clockTime(at, style);
  }
  if (now.getTime() - at.getTime() < 6 * DAY) {
    return format(at, style, { weekday: "short" });
  }
  const sameYear = dayOf(at, style.zone).slice(0, 4) === dayOf(now, style.zone).slice(0, 4);
  return format(at, style, {
    day: "numeric",
    month: "short",
    ...(sameYear ? {} : { year: "numeric" }),
  });
}

/** 5 minutes ago, in the reader's words. */
export function relativeTime(at: Date, now: Date, style: TimeStyle): string {
  const words = new Intl.RelativeTimeFormat(style.locale, { numeric: "auto" });
  const minutes = Math.round((at.getTime() - now.getTime()) / MINUTE);
  if (Math.abs(minutes) < 60) {
    return words.format(minutes, "minute");
  }
  if (Math.abs(minutes) < 24 * 60) {
    return words.format(Math.round(minutes / 60), "hour");
  }
  return words.format(Math.round(minutes / (24 * 60)), "day");
}

/** 24:59, or 1:05:00 from an hour on. */
export function countdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) =>
    String(part).padStart(2, "0"),
  );
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? [hours, ...parts].join(":") : parts.join(":");
}
