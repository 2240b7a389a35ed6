import type { Socket, SocketEvents } from "../ports";
import {
  CLOSE_UNKNOWN_SESSION,
  type ClientFrame,
  type Content,
  type Hello,
  type Said,
  type ServerFrame,
  type VisitorMessage,
} from "../protocol";
import type { PageLife, World } from "./world";

const FIRST_PAGE = 50;
const SYNC_PAGE = 20; // smaller than the real one, so that several pages are needed

interface Room {
  messages: VisitorMessage[];
  sockets: Set<Line>;
}

/** A server that keeps its promises behind a network that keeps none. */
export class Server {
  readonly rooms = new Map<string, Room>();
  /** Refused once, so what was said after it may have gone before it. */
  readonly refused = new Set<string>();
  readonly #known = new Map<string, { room: Room; seq: number }>();
  readonly #live = new Set<string>();
  #sessions = 0;

  readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  newSession(): string {
    const token = `token-${this.#sessions++}`;
    this.rooms.set(token, { messages: [], sockets: new Set() });
    this.#live.add(token);
    return token;
  }

  expire(token: string): void {
    this.#live.delete(token);
    for (const line of this.rooms.get(token)?.sockets ?? []) line.drop(CLOSE_UNKNOWN_SESSION);
  }

  knows(token: string): boolean {
    return this.#live.has(token);
  }

  /** Every socket breaks, as when the process is killed. */
  crash(): void {
    for (const { sockets } of this.rooms.values()) for (const line of sockets) line.drop(1006);
  }

  heartbeat(): void {
    for (const { messages, sockets } of this.rooms.values())
      for (const line of sockets) line.push({ type: "heartbeat", head: messages.length });
  }

  write(token: string, author: "bot" | "agent", text: string): void {
    const room = this.rooms.get(token);
    const content: Content = { kind: "text", text, buttons: [], quick_replies: [] };
    if (room) this.#append(room, `${author}-${text}`, author, content);
  }

  connect(page: PageLife, on: SocketEvents): Socket {
    const line = new Line(this.world, page, on, (frame, self) => this.#hear(frame, self));
    page.onDeath(() => line.drop(1001));
    return { send: (text) => line.take(text), close: () => line.drop(1000) };
  }

  #hear(frame: ClientFrame | Hello, line: Line): void {
    if (frame.type === "hello") {
      const room = this.rooms.get(frame.token);
      if (!room || !this.knows(frame.token)) line.drop(CLOSE_UNKNOWN_SESSION);
      else this.#welcome(room, line, frame.token, frame.from);
      return;
    }
    const room = line.room;
    if (!room) return;
    const { messages } = room;
    if (frame.type === "send") this.#send(room as Room, line, frame.id, frame.content);
    else if (frame.type === "sync") {
      const page = messages.slice(frame.from, frame.from + SYNC_PAGE);
      line.push({
        type: "messages",
        from: frame.from,
        to: frame.from + page.length,
        messages: page,
      });
    } else if (frame.type === "older") {
      const end = frame.before - 1;
      const page = messages.slice(Math.max(0, end - 10), end);
      line.push({ type: "older", messages: page, more: end - page.length > 0 });
    }
  }

  #welcome(room: Room, line: Line, token: string, from: number | null): void {
    line.room = room;
    line.token = token;
    room.sockets.add(line);
    const head = room.messages.length;
    const start = from ?? Math.max(0, head - FIRST_PAGE);
    const messages = room.messages.slice(start, from === null ? head : start + SYNC_PAGE);
    const more = from === null ? start > 0 : start + messages.length < head;
    line.push({ type: "welcome", head, messages, more, seen_seq: 0, answering: "bot" });
  }

  #send(room: Room, line: Line, id: string, said: Said): void {
    const known = this.#known.get(id);
    if (known && known.room !== room)
      line.push({ type: "refused", id, code: "message_id_taken", message: "known" });
    else if ("media" in said && !line.mayUse(said.media.attachment_id))
      line.push({ type: "refused", id, code: "attachment_unknown", message: "gone" });
    else if (known) line.push({ type: "ack", id, seq: known.seq, at: "" });
    else if (this.world.chance(0.08)) this.#refuse(line, id);
    else {
      const seq = this.#append(room, id, "visitor", said as Content);
      line.push({ type: "ack", id, seq, at: "" });
    }
  }

  #refuse(line: Line, id: string): void {
    if (this.world.chance(0.5)) {
      line.push({ type: "refused", id, code: "too_many_requests", message: "later" });
      return;
    }
    this.refused.add(id);
    line.push({ type: "refused", id, code: "no", message: "no" });
  }

  #append(
    room: Room,
    id: string,
    kind: VisitorMessage["author"]["kind"],
    content: Content,
  ): number {
    const seq = room.messages.length + 1;
    const message = { id, seq, author: { kind, name: kind }, content, at: "" };
    room.messages.push(message);
    this.#known.set(id, { room, seq });
    for (const line of room.sockets)
      line.push({ type: "messages", from: seq - 1, to: seq, messages: [message] });
    return seq;
  }
}

/** One socket: loses, doubles and reorders frames, and may hang without a word. */
class Line {
  room: Room | null = null;
  token = "";
  #open = false;
  #gone = false;

  readonly world: World;
  readonly page: PageLife;
  readonly on: SocketEvents;
  readonly hear: (frame: ClientFrame | Hello, line: Line) => void;

  constructor(world: World, page: PageLife, on: SocketEvents, hear: Line["hear"]) {
    this.world = world;
    this.page = page;
    this.on = on;
    this.hear = hear;
    if (world.chance(0.15)) world.later(world.between(1, 3_000), () => this.drop(1006));
    else
      world.later(world.between(1, 50), () => {
        this.#open = true;
        if (!this.#gone && !page.dead) on.opened();
      });
  }

  /** Files belong to the session that brought them. */
  mayUse(attachment: string): boolean {
    return attachment.startsWith(`${this.token}/`);
  }

  take(text: string): void {
    if (!this.#open || this.#gone) return;
    const frame = JSON.parse(text) as ClientFrame | Hello;
    // What has left the page may arrive even when the page is gone.
    this.#carry(() => this.hear(frame, this));
  }

  push(frame: ServerFrame): void {
    if (this.#gone) return;
    const text = JSON.stringify(frame);
    this.#carry(() => {
      const deliver = (): void => {
        if (!this.#gone && !this.page.dead) this.on.said(text);
      };
      this.world.later(this.page.sleep(), deliver);
    });
  }

  drop(code: number): void {
    if (this.#gone) return;
    this.#gone = true;
    this.room?.sockets.delete(this);
    const tell = (): void => {
      if (!this.page.dead) this.on.closed(code);
    };
    if (code !== 1000) this.world.later(this.page.sleep() + this.world.between(0, 30), tell);
  }

  #carry(act: () => void): void {
    if (this.world.chance(0.06)) return;
    this.world.later(this.world.between(1, 60), act);
    if (this.world.chance(0.06)) this.world.later(this.world.between(1, 9_000), act);
  }
}
