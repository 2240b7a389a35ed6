import "fake-indexeddb/auto";
import type { NoteOut } from "@obrol/api";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type OutboxDatabase, type OutboxEntry, openOutboxDatabase } from "./database";
import { Outbox, type Post, type Sent } from "./Outbox";

let database: OutboxDatabase;
let agent = 0;
const open: Outbox[] = [];

class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const words = (entry: OutboxEntry) => (entry.what.kind === "note" ? entry.what.text : "");
const note = (text: string): OutboxEntry["what"] => ({ kind: "note", text, mentions: [] });

function accept(entry: OutboxEntry): Sent {
  const made: NoteOut = {
    id: entry.id,
    conversation_id: entry.conversation_id,
    author: { kind: "agent", id: "ada", name: "Ada" },
    text: words(entry),
    mentions: [],
    created_at: entry.created_at,
    edited_at: null,
    version: 1,
  };
  return { kind: "note", note: made };
}

function anOutbox(post: Post, onSent: (sent: Sent) => void = () => {}): Outbox {
  const outbox = new Outbox({ agentId: `ada${agent}`, database, post, onSent });
  open.push(outbox);
  return outbox;
}

beforeEach(async () => {
  agent += 1;
  database = await openOutboxDatabase(`ada${agent}`);
});
afterEach(() => {
  for (const outbox of open.splice(0)) {
    outbox.close();
  }
  database.close();
});

test("what is written shows at once and goes when it is acknowledged", async () => {
  const sent: Sent[] = [];
  const outbox = anOutbox(
    async (entry) => accept(entry),
    (one) => sent.push(one),
  );
  const added = outbox.add("walt", note("hello"));
  expect(outbox.entries().map(words)).toEqual(["hello"]);
  await added;
  expect(outbox.entries()).toEqual([]);
  expect(sent).toHaveLength(1);
  expect(await database.getAll("outbox")).toEqual([]);
});

test("without a connection it waits, and goes in order with the ids it always had", async () => {
  const seen: string[] = [];
  let reachable = false;
  const outbox = anOutbox(async (entry) => {
    if (!reachable) {
      throw new Error("unreachable");
    }
    seen.push(`${words(entry)} ${entry.id}`);
    return accept(entry);
  });
  await outbox.add("walt", note("one"));
  await outbox.add("walt", note("two"));
  const waiting = outbox.entries().map((entry) => `${words(entry)} ${entry.id}`);
  expect(waiting).toHaveLength(2);
  reachable = true;
  outbox.hurry();
  await vi.waitFor(() => expect(outbox.entries()).toEqual([]));
  expect(seen).toEqual(waiting);
});

test("what was not acknowledged is there after a reload and is sent as the same message", async () => {
  const before = anOutbox(async () => {
    throw new Error("unreachable");
  });
  await before.add("walt", note("kept"));
  const [kept] = before.entries();
  before.close();

  const seen: string[] = [];
  const after = anOutbox(async (entry) => {
    seen.push(entry.id);
    return accept(entry);
  });
  await after.start();
  await vi.waitFor(() => expect(after.entries()).toEqual([]));
  expect(seen).toEqual([kept?.id]);
});

test("a refusal is kept with the server's sentence, and what comes after it still goes", async () => {
  const outbox = anOutbox(async (entry) => {
    if (words(entry) === "too long") {
      throw new Refusal(422, "malformed", "The text is too long.");
    }
    return accept(entry);
  });
  await outbox.add("walt", note("too long"));
  await outbox.add("walt", note("short"));
  expect(outbox.entries().map((entry) => [words(entry), entry.refusal?.message])).toEqual([
    ["too long", "The text is too long."],
  ]);
  expect((await database.getAll("outbox")).map(words)).toEqual(["too long"]);
});

test("a refused entry can be tried again or thrown away", async () => {
  let strict = true;
  const outbox = anOutbox(async (entry) => {
    if (strict) {
      throw new Refusal(409, "window_closed", "Too late.");
    }
    return accept(entry);
  });
  await outbox.add("walt", note("again"));
  await outbox.add("walt", note("away"));
  const [again, away] = outbox.entries();
  await outbox.discard(away?.id ?? "");
  strict = false;
  await outbox.retry(again?.id ?? "");
  expect(outbox.entries()).toEqual([]);
});

test("an ended session neither loses nor refuses anything", async () => {
  const outbox = anOutbox(async () => {
    throw new Refusal(401, "not_signed_in", "Please sign in.");
  });
  await outbox.add("walt", note("later"));
  expect(outbox.entries().map((entry) => [words(entry), entry.refusal])).toEqual([["later", null]]);
});

test("a server in trouble and a full line are tried again, not given up", async () => {
  const answers = [
    new Refusal(503, "unavailable", "Wait."),
    new Refusal(429, "too_many_requests", "Slowly."),
  ];
  const outbox = anOutbox(async (entry) => {
    const answer = answers.shift();
    if (answer) {
      throw answer;
    }
    return accept(entry);
  });
  await outbox.add("walt", note("patient"));
  outbox.hurry();
  await vi.waitFor(() => expect(answers).toEqual([]));
  outbox.hurry();
  await vi.waitFor(() => expect(outbox.entries()).toEqual([]));
});

test("one conversation that cannot be reached does not hold up another", async () => {
  const outbox = anOutbox(async (entry) => {
    if (entry.conversation_id === "slow") {
      return new Promise<Sent>(() => {});
    }
    return accept(entry);
  });
  void outbox.add("slow", note("stuck"));
  await outbox.add("walt", note("fast"));
  expect(outbox.entries().map(words)).toEqual(["stuck"]);
});

test("what can still be taken back has not gone, and comes back whole", async () => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
  const post = vi.fn(async (entry: OutboxEntry) => accept(entry));
  const outbox = anOutbox(post);
  await outbox.add("walt", note("one"), { batch: "b", waitFor: 5_000 });
  await outbox.add("walt", note("two"), { batch: "b", waitFor: 5_000 });
  expect(post).not.toHaveBeenCalled();
  expect((await outbox.takeBack("b")).map(words)).toEqual(["one", "two"]);
  await vi.advanceTimersByTimeAsync(6_000);
  expect(post).not.toHaveBeenCalled();
  expect(outbox.entries()).toEqual([]);
});

test("what nobody takes back goes in its order when the moment is over", async () => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
  const sent: string[] = [];
  const outbox = anOutbox(async (entry) => {
    sent.push(words(entry));
    return accept(entry);
  });
  await outbox.add("walt", note("first"), { batch: "a", waitFor: 5_000 });
  await outbox.add("walt", note("second"));
  expect(sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(5_100);
  await vi.waitFor(() => expect(sent).toEqual(["first", "second"]));
  expect(await outbox.takeBack("a")).toEqual([]);
});

test("whoever leaves the page takes nothing back, so it goes at once", async () => {
  const post = vi.fn(async (entry: OutboxEntry) => accept(entry));
  const outbox = anOutbox(post);
  await outbox.add("walt", note("bye"), { waitFor: 60_000 });
  expect(post).not.toHaveBeenCalled();
  await outbox.release();
  await vi.waitFor(() => expect(post).toHaveBeenCalledTimes(1));
});
