import { expect, test } from "vitest";
import { fromFieldValue, toFieldValue } from "@/lib/zoned";
import { snoozePresets } from "./snooze";

const times = (now: string, zone: string) =>
  Object.fromEntries(
    snoozePresets(new Date(now), zone).map((preset) => [
      preset.name,
      toFieldValue(preset.until, zone),
    ]),
  );

test("on a Wednesday morning all presets are offered, in order", () => {
  expect(times("2026-11-18T02:10:00Z", "Asia/Jakarta")).toEqual({
    inAnHour: "2026-11-18T10:10",
    laterToday: "2026-11-18T13:00",
    thisEvening: "2026-11-18T18:00",
    tomorrowMorning: "2026-11-19T09:00",
    mondayMorning: "2026-11-23T09:00",
    nextWeek: "2026-11-25T09:00",
  });
});

test("what would be in the past, or hardly ahead, is left out", () => {
  expect(Object.keys(times("2026-11-18T10:45:00Z", "Asia/Jakarta"))).toEqual([
    "inAnHour",
    "tomorrowMorning",
    "mondayMorning",
    "nextWeek",
  ]);
});

test("on a Sunday, tomorrow and Monday are one preset; on a Monday, Monday is next week", () => {
  expect(Object.keys(times("2026-11-22T13:00:00Z", "Asia/Jakarta"))).not.toContain("mondayMorning");
  const monday = times("2026-11-23T02:00:00Z", "Asia/Jakarta");
  expect(monday.mondayMorning).toBe("2026-11-30T09:00");
  expect(monday.nextWeek).toBeUndefined();
});

test("nine in the morning stays nine when the clocks go forward or back in between", () => {
  // Berlin: forward in the night to Sunday 29 March 2026, back in the night to Sunday 25 October 2026.
  const spring = snoozePresets(new Date("2026-03-28T12:00:00Z"), "Europe/Berlin");
  expect(spring.find((preset) => preset.name === "tomorrowMorning")?.until.toISOString()).toBe(
    "2026-03-29T07:00:00.000Z",
  );
  const autumn = snoozePresets(new Date("2026-10-24T12:00:00Z"), "Europe/Berlin");
  expect(autumn.find((preset) => preset.name === "tomorrowMorning")?.until.toISOString()).toBe(
    "2026-10-25T08:00:00.000Z",
  );
});

test("an hour is sixty minutes also across the change of clocks", () => {
  const presets = snoozePresets(new Date("2026-03-29T00:30:00Z"), "Europe/Berlin");
  expect(presets[0]?.until.toISOString()).toBe("2026-03-29T01:30:00.000Z");
});

test("zones with half hours have presets on the hour", () => {
  expect(times("2026-11-18T02:10:00Z", "Asia/Kolkata").laterToday).toBe("2026-11-18T11:00");
});

test("a time typed by hand is meant in the agent's zone", () => {
  expect(fromFieldValue("2026-11-23T09:00", "Asia/Jakarta")?.toISOString()).toBe(
    "2026-11-23T02:00:00.000Z",
  );
  expect(fromFieldValue("2026-11-23", "Asia/Jakarta")).toBeNull();
});
