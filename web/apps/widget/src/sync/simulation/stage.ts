import type { ClientFrame, ServerFrame, VisitorMessage } from "../protocol";
import { type Effect, emptySync, type Happenings, type Sync } from "../state";
import { step } from "../step";

/** One client without a world: what happened last, and what it wants done about it. */
export class Stage {
  sync: Sync = emptySync(0);
  effects: Effect[] = [];
  now = 1_000;

  happen<Name extends keyof Happenings>(name: Name, what: Happenings[Name]): void {
    const outcome = step(this.sync, name, what, this.now, 0.5);
    this.sync = outcome.sync;
    this.effects = outcome.effects;
  }

  hear(frame: ServerFrame): void {
    this.happen("frame", frame);
  }

  pass(ms: number): void {
    this.now += ms;
    this.happen("tick", null);
  }

  /** A leading page with a welcome behind it, and messages `first` to `head` in it. */
  live(head: number, first = 1): void {
    this.happen("leads", true);
    this.happen("woke", null);
    this.happen("opened", null);
    this.hear(welcome(head, first));
    this.effects = [];
  }

  say(id: string): void {
    const said = { kind: "text" as const, text: id };
    this.happen("said", { id, at: "", said, file: null, refused: null });
  }

  saveAndSay(id: string): void {
    this.say(id);
    this.happen("kept", id);
  }

  frames(): ClientFrame[] {
    return this.effects.flatMap((effect) => (effect[0] === "send" ? [effect[1]] : []));
  }

  sent(): string[] {
    return this.frames().flatMap((frame) => (frame.type === "send" ? [frame.id] : []));
  }

  seqs(): number[] {
    return this.sync.messages.map(({ seq }) => seq);
  }
}

export function welcome(head: number, first = 1): ServerFrame {
  const messages = Array.from({ length: head - first + 1 }, (_, index) => message(first + index));
  return { type: "welcome", head, messages, more: first > 1, seen_seq: 0, answering: "bot" };
}

export function message(
  seq: number,
  kind: VisitorMessage["author"]["kind"] = "agent",
  id = `m${seq}`,
): VisitorMessage {
  const content = { kind: "text" as const, text: id, buttons: [], quick_replies: [] };
  return { id, seq, author: { kind, name: kind }, content, at: "" };
}
