import { instantOf, type WallTime, wallTime, weekdayOf } from "@/lib/zoned";

export type SnoozePreset = {
  name:
    | "inAnHour"
    | "laterToday"
    | "thisEvening"
    | "tomorrowMorning"
    | "mondayMorning"
    | "nextWeek";
  until: Date;
};

const HOUR = 3_600_000;
const MORNING = 9;
const EVENING = 18;
// A preset that is closer than this would wake the conversation before anybody has looked away.
const SOONEST = 30 * 60_000;

/** The times one usually snoozes until, as the wall clock of the zone has them; never one in the past or twice. */
export function snoozePresets(now: Date, zone: string): SnoozePreset[] {
  const today = wallTime(now, zone);
  const at = (days: number, hour: number): Date =>
    instantOf({ ...today, day: today.day + days, hour, minute: 0 }, zone);
  const toMonday = (8 - weekdayOf(today)) % 7 || 7;
  const presets: SnoozePreset[] = [
    { name: "inAnHour", until: new Date(now.getTime() + HOUR) },
    { name: "laterToday", until: laterToday(now, today, zone) },
    { name: "thisEvening", until: at(0, EVENING) },
    { name: "tomorrowMorning", until: at(1, MORNING) },
    { name: "mondayMorning", until: at(toMonday, MORNING) },
    { name: "nextWeek", until: at(7, MORNING) },
  ];
  return presets.filter(
    (preset, index) =>
      preset.until.getTime() - now.getTime() >= SOONEST &&
      isStillToday(preset, today, zone) &&
      presets.findIndex((other) => other.until.getTime() === preset.until.getTime()) === index,
  );
}

function laterToday(now: Date, today: WallTime, zone: string): Date {
  const rounded = Math.ceil((now.getTime() + 3 * HOUR) / HOUR) * HOUR;
  const wall = wallTime(new Date(rounded), zone);
  return wall.day === today.day ? instantOf({ ...wall, minute: 0 }, zone) : new Date(rounded);
}

function isStillToday(preset: SnoozePreset, today: WallTime, zone: string): boolean {
  if (preset.name !== "laterToday") {
    return true;
  }
  const wall = wallTime(preset.until, zone);
  return wall.day === today.day && wall.hour < EVENING;
}
