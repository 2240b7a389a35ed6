import type { LiveEvent } from "@obrol/api/live";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LiveClient, type LiveState } from "./client";
import type { LiveSocket, SocketHearers } from "./socket";

class FakeSocket implements LiveSocket {
  readonly said: unknown[] = [];
  readonly #hearers: SocketHearers;
  constructor(hearers: SocketHearers) {
    this.#hearers = hearers;
  }
  send(text: string) {
    this.said.push(JSON.parse(text));
  }
  close() {}
  opens() {
    this.#hearers.open();
  }
  hears(frame: object) {
    this.#hearers.message(JSON.stringify(frame));
  }
  breaks(code = 1006) {
    this.#hearers.close(code);
  }
}

function aClient() {
  const sockets: FakeSocket[] = [];
  const heard: LiveEvent[][] = [];
  const states: LiveState["kind"][] = [];
  const resync = vi.fn();
  const signedOut = vi.fn();
  const client = new LiveClient(
    (hearers) => {
      const socket = new FakeSocket(hearers);
      sockets.push(socket);
      return socket;
    },
    {
      events: (events) => heard.push(events),
      resync,
      fleeting: () => {},
      state: (state) => states.push(state.kind),
      signedOut,
    },
  );
  client.start();
  const last = () => {
    const socket = sockets.at(-1);
    if (!socket) {
      throw new Error("no socket was opened");
    }
    return socket;
  };
  return { client, sockets, heard, states, resync, signedOut, last };
}

const hello = (cursor: string | null) => ({ type: "hello", cursor });
const welcome = (cursor: string, resync = false) => ({
  type: "welcome",
  cursor,
  resync,
  agent_id: "ada",
  heartbeat_seconds: 20,
});
// Whoever comes in says so, also when they look at nothing.
const nowhere = { type: "looking", conversation_id: null };
const events = (from: string, to: string) => ({ type: "events", from, to, events: [{ id: to }] });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("it says hello, takes its place and applies what follows on it", () => {
  const { last, heard, states } = aClient();
  last().opens();
  expect(last().said).toEqual([hello(null)]);
  last().hears(welcome("a"));
  last().hears(events("a", "b"));
  last().hears(events("b", "c"));
  expect(heard.flat().map((event) => event.id)).toEqual(["b", "c"]);
  expect(states.at(-1)).toBe("live");
});

test("what was fetched before the first welcome is asked for again", () => {
  const { last, resync } = aClient();
  last().hears(welcome("a"));
  expect(resync).toHaveBeenCalledTimes(1);
});

test("a frame that it has already is dropped", () => {
  const { last, heard } = aClient();
  last().opens();
  last().hears(welcome("a"));
  last().hears(events("a", "b"));
  last().hears(events("b", "c"));
  last().hears(events("a", "b"));
  expect(heard).toHaveLength(2);
  expect(last().said).toEqual([hello(null), nowhere]);
});

test("a gap asks once for what is missing, and the answer closes it", () => {
  const { last, heard, states } = aClient();
  last().opens();
  last().hears(welcome("a"));
  last().hears(events("b", "c"));
  last().hears(events("c", "d"));
  expect(last().said).toEqual([hello(null), nowhere, { type: "sync", from: "a" }]);
  expect(states.at(-1)).toBe("catching_up");
  last().hears(events("a", "d"));
  expect(heard).toHaveLength(1);
  expect(states.at(-1)).toBe("live");
});

test("a heartbeat ahead of us asks for what it speaks of", () => {
  const { last } = aClient();
  last().opens();
  last().hears(welcome("a"));
  last().hears({ type: "heartbeat", head: "c" });
  expect(last().said).toEqual([hello(null), nowhere, { type: "sync", from: "a" }]);
});

test("a broken line is shown, tried again, and taken up where it broke", () => {
  const { last, sockets, states, resync } = aClient();
  last().hears(welcome("a"));
  last().hears(events("a", "b"));
  last().breaks();
  expect(states.at(-1)).toBe("offline");
  vi.advanceTimersByTime(500);
  expect(sockets).toHaveLength(2);
  last().opens();
  expect(last().said).toEqual([hello("b")]);
  last().hears(welcome("d"));
  expect(states.at(-1)).toBe("catching_up");
  last().hears(events("b", "d"));
  expect(states.at(-1)).toBe("live");
  expect(resync).toHaveBeenCalledTimes(1);
});

test("a server that forgot our place makes us start over", () => {
  const { last, resync, states } = aClient();
  last().hears(welcome("a"));
  last().breaks();
  vi.advanceTimersByTime(500);
  last().hears(welcome("z", true));
  expect(resync).toHaveBeenCalledTimes(2);
  expect(states.at(-1)).toBe("live");
});

test("silence longer than two heartbeats counts as a broken line", () => {
  const { last, states, sockets } = aClient();
  last().hears(welcome("a"));
  vi.advanceTimersByTime(49_000);
  expect(states.at(-1)).toBe("live");
  vi.advanceTimersByTime(2_000);
  expect(states.at(-1)).toBe("offline");
  vi.advanceTimersByTime(500);
  expect(sockets).toHaveLength(2);
});

test("a draining server is left without showing an outage", () => {
  const { last, sockets, states } = aClient();
  last().hears(welcome("a"));
  last().hears({ type: "drain", reconnect_in_ms: 800 });
  last().breaks();
  vi.advanceTimersByTime(800);
  expect(sockets).toHaveLength(2);
  expect(states).not.toContain("offline");
});

test("an ended session stops the tries and is told", () => {
  const { last, sockets, signedOut } = aClient();
  last().hears(welcome("a"));
  last().breaks(4401);
  vi.advanceTimersByTime(60_000);
  expect(sockets).toHaveLength(1);
  expect(signedOut).toHaveBeenCalledTimes(1);
});
