import type { ClientFrame, ServerFrame, VisitorMessage } from "../protocol";
import { type Effect, emptySync, type Happening, type Sync } from "../state";
import { step } from "../step";

/** One client without a world: what happened last, and what it wants done about it. */
export class Stage {
  sync: Sync = emptySync(0);
  effects: Effect[] = [];
  now = 1_000;

  happen(happening: Happening): void {
    const outcome = step(this.sync, happening, this.now, 0.5);
    this.sync = outcome.sync;
    this.effects = outcome.effects;
  }

  hear(frame: ServerFrame): void {
    this.happen({ type: "frame", frame });
  }

  pass(ms: number): void {
    this.now += ms;
    this.happen({ type: "tick" });
  }

  /** A leading page with a welcome behind it, and messages `first` to `head` in it. */
  live(head: number, first = 1): void {
    this.happen({ type: "leads", leads: true });
    this.happen({ type: "woke" });
    this.happen({ type: "opened" });
    this.hear(welcome(head, first));
    this.effects = [];
  }

  say(id: string): void {
    const said = { kind: "text" as const, text: id };
    this.happen({ type: "said", id, at: "", said, file: null, refused: null });
  }

  saveAndSay(id: string): void {
    this.say(id);
    this.happen({ type: "kept", id });
  }

  frames(): ClientFrame[] {
    return this.effects.flatMap((effect) => (effect.do === "send" ? [effect.frame] : []));
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
