/** Calendar arithmetic in a named time zone, with nothing but Intl. */

export type WallTime = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
};

const HOUR = 3_600_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) {
    return known;
  }
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(zone, made);
  return made;
}

function partsOf(at: Date, zone: string): Record<string, number> {
  return Object.fromEntries(
    formatIn(zone)
      .formatToParts(at)
      .map((part) => [part.type, Number(part.value)]),
  );
}

/** What the clock on the wall shows in that zone. */
export function wallTime(at: Date, zone: string): WallTime {
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = partsOf(at, zone);
  return { year, month, day, hour, minute };
}

function offsetAt(instant: number, zone: string): number {
  const {
    year = 0,
    month = 1,
    day = 1,
    hour = 0,
    minute = 0,
    second = 0,
  } = partsOf(new Date(instant), zone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

/**
 * The instant at which the wall shows this time. Days may run over (32 January is 1 February).
 * A time that the clock jumps over becomes the same distance after the jump; of two, the first.
 */
export function instantOf(wall: WallTime, zone: string): Date {
  const naive = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);
  const before = naive - offsetAt(naive - 24 * HOUR, zone);
  const after = naive - offsetAt(naive + 24 * HOUR, zone);
  const fits = [before, after].filter((instant) => instant + offsetAt(instant, zone) === naive);
  return new Date(fits.length > 0 ? Math.min(...fits) : before);
}

/** 0 is Sunday. */
export function weekdayOf(wall: WallTime): number {
  return new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).getUTCDay();
}

/** 2026-11-22: the same for two instants of one local day. */
export function dayOf(at: Date, zone: string): string {
  const { year, month, day } = wallTime(at, zone);
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** What a `datetime-local` field holds for an instant, in the agent's zone. */
export function toFieldValue(at: Date, zone: string): string {
  const { year, month, day, hour, minute } = wallTime(at, zone);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}

/** The instant that a `datetime-local` field names in the agent's zone; null while it is incomplete. */
export function fromFieldValue(value: string, zone: string): Date | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(value);
  if (!parts) {
    return null;
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts.slice(1).map(Number);
  return instantOf({ year, month, day, hour, minute }, zone);
}
