import { expect, test } from "vitest";
import { Place } from "./place";

test("a frame is next, known or a gap", () => {
  const place = new Place();
  place.startAt("a");
  expect(place.judge("a", "b")).toBe("next");
  place.moveTo("b");
  expect(place.judge("a", "b")).toBe("known");
  expect(place.judge("c", "d")).toBe("gap");
});

test("we are current when what is known to exist has been passed", () => {
  const place = new Place();
  place.startAt("a");
  expect(place.isCurrent()).toBe(true);
  place.hearOf("c");
  place.moveTo("b");
  expect(place.isCurrent()).toBe(false);
  place.moveTo("c");
  expect(place.isCurrent()).toBe(true);
  place.moveTo("d");
  expect(place.isCurrent()).toBe(true);
});
