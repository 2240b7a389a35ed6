import { fireEvent, getByRole } from "@testing-library/dom";
import { Conversation } from "../sync/conversation";
import type { Ports, SocketEvents } from "../sync/ports";
import type { ClientFrame, Content, ServerFrame, VisitorMessage } from "../sync/protocol";
import type { Stored } from "../sync/state";
import { en } from "../text/en";
import { id } from "../text/id";
import { Widget } from "../view/widget";

const WORDS = { en, id };

/** A whole panel in a page of its own, with a server that says what the test says. */
export class WidgetStage {
  readonly sent: ClientFrame[] = [];
  readonly stored = new Map<string, Stored>();
  readonly root: HTMLElement;
  readonly conversation: Conversation;
  closed = 0;
  #socket: SocketEvents | null = null;
  #seq = 0;

  constructor(locale: keyof typeof WORDS = "en") {
    document.body.innerHTML = "<div></div>";
    this.root = document.body.firstElementChild as HTMLElement;
    this.conversation = new Conversation(this.#ports(locale), 0, () => {});
  }

  /** Opens the panel and lets the server greet it. */
  async open(messages: VisitorMessage[] = [], more = false): Promise<Widget> {
    await this.conversation.start();
    const { conversation } = this;
    const config = { name: "Toko", color: "#0f766e", title: "Kopi Lereng", greeting: "Hello!" };
    const locale = this.#locale;
    const close = (): void => {
      this.closed += 1;
    };
    const parts = { channel: "toko", config, words: WORDS[locale], locale, conversation, close };
    const widget = new Widget(this.root, parts);
    await settled();
    this.#socket?.opened();
    this.#seq = messages.at(-1)?.seq ?? 0;
    const head = this.#seq;
    this.hear({ type: "welcome", head, messages, more, seen_seq: 0, answering: "bot" });
    await settled();
    return widget;
  }

  hear(frame: ServerFrame): void {
    this.#socket?.said(JSON.stringify(frame));
  }

  /** The team or the bot says something, and it arrives. */
  answer(content: Content, kind: "agent" | "bot" = "agent", name = "Rani"): VisitorMessage {
    const message = said(++this.#seq, content, kind, name);
    this.hear({ type: "messages", from: this.#seq - 1, to: this.#seq, messages: [message] });
    return message;
  }

  lose(): void {
    this.#socket?.closed(1006);
  }

  /** What the visitor has said to the server. */
  said(): unknown[] {
    return this.sent.flatMap((frame) => (frame.type === "send" ? [frame.content] : []));
  }

  field(): HTMLTextAreaElement {
    return getByRole(this.root, "textbox");
  }

  write(text: string): void {
    this.field().value = text;
    fireEvent.input(this.field());
  }

  press(key: string, how: KeyboardEventInit = {}): void {
    fireEvent.keyDown(this.field(), { key, ...how });
  }

  log(): string {
    return getByRole(this.root, "log").textContent ?? "";
  }

  #locale: keyof typeof WORDS = "en";

  #ports(locale: keyof typeof WORDS): Ports {
    this.#locale = locale;
    const { stored } = this;
    return {
      now: () => 0,
      roll: () => 0.5,
      later: () => () => {},
      connect: (on) => {
        this.#socket = on;
        return { send: (text) => void this.sent.push(JSON.parse(text)), close: () => {} };
      },
      session: { kept: () => "token", token: async () => "token" },
      upload: () => ({ done: new Promise(() => {}), abort: () => {} }),
      outbox: {
        shared: true,
        all: async () => [...stored.values()],
        put: async (entry) => void stored.set(entry.id, entry),
        remove: async (entry) => void stored.delete(entry),
      },
      pages: {
        tell: () => {},
        listen: () => {},
        lead: (changed) => changed(true),
        insist: () => {},
      },
      locale,
    };
  }
}

export function said(
  seq: number,
  content: Content,
  kind: VisitorMessage["author"]["kind"] = "agent",
  name = "Rani",
): VisitorMessage {
  const at = new Date(Date.UTC(2026, 10, 22, 3, 0, seq)).toISOString();
  return { id: `m${seq}`, seq, author: { kind, name }, content, at };
}

export function words(text: string, more: Partial<Extract<Content, { kind: "text" }>> = {}) {
  return { kind: "text" as const, text, buttons: [], quick_replies: [], ...more };
}

/** Lets whatever was promised happen. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await null;
}
