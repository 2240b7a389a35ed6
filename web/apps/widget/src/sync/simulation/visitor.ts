import { Conversation } from "../conversation";
import type { Ports, Session, Upload, Uploaded } from "../ports";
import type { Said } from "../protocol";
import type { Server } from "./server";
import { type Browser, PageLife, type World } from "./world";

export interface Open {
  life: PageLife;
  conversation: Conversation;
  /** The ids that this page said, in order. */
  said: string[];
}

/** Opens one page of the visitor with the real client in it. */
export function openPage(world: World, browser: Browser, server: Server): Open {
  const life = new PageLife(world);
  const pages = browser.pages(life);
  const session: Session = {
    kept: () => browser.token,
    token: (stale) => {
      const turn = tokenTurn(browser).then(async () => {
        await world.wait(world.between(1, 40));
        if (browser.token && browser.token !== stale) return browser.token;
        if (world.chance(0.2)) throw new Error("no answer");
        browser.token = server.newSession();
        pages.tell({ type: "session" });
        return browser.token;
      });
      turns.set(
        browser,
        turn.catch(() => {}),
      );
      return turn;
    },
  };
  const ports: Ports = {
    now: () => world.now,
    roll: () => world.roll(),
    later: (ms, act) =>
      world.later(ms, function wake() {
        if (life.sleep() > 0) world.later(life.sleep(), wake);
        else if (!life.dead) act();
      }),
    connect: (on) => server.connect(life, on),
    session,
    upload: (file, token) => upload(world, server, life, file, token),
    outbox: browser.outbox(life),
    pages,
    locale: "id",
  };
  const conversation = new Conversation(ports, 0, () => {});
  life.onDeath(() => conversation.stop());
  void conversation.start();
  return { life, conversation, said: [] };
}

// Web Locks: one page at a time makes a session.
const turns = new WeakMap<Browser, Promise<unknown>>();

function tokenTurn(browser: Browser): Promise<unknown> {
  return turns.get(browser) ?? Promise.resolve();
}

function upload(world: World, server: Server, life: PageLife, file: File, token: string): Upload {
  let aborted = false;
  async function run(): Promise<Uploaded> {
    await world.wait(world.between(10, 4_000) + life.sleep());
    if (aborted || world.chance(0.3)) return {};
    if (world.chance(0.1)) return { refused: { code: "no", message: "no" } };
    if (!server.knows(token)) throw new Error("unknown session");
    const said: Said = {
      kind: "file",
      media: {
        attachment_id: `${token}/${world.roll()}`,
        name: file.name,
        media_type: "text/plain",
        size: file.size,
        width: null,
        height: null,
      },
    };
    return { said };
  }
  return {
    done: run(),
    abort: () => {
      aborted = true;
    },
  };
}
