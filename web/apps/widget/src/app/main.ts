import "../look/frame.css";
import "../look/log.css";
import { palette } from "../look/contrast";
import { Conversation } from "../sync/conversation";
import { API, ask, upload } from "../sync/http";
import { openOutbox } from "../sync/outbox";
import { openPages } from "../sync/pages";
import { openSession } from "../sync/session";
import { connect } from "../sync/socket";
import { unread } from "../sync/state";
import { en, type Words } from "../text/en";
import { id } from "../text/id";
import type { Config } from "../view/view";
import { muted, Widget } from "../view/widget";
import { openHost } from "./host";
import { keepsake } from "./keepsake";
import { allowSound, ring } from "./sound";

const CONFIG_RETRY = 5_000; // ms
const URL_LIMIT = 2_000; // characters, as the server has it
const TITLE_LIMIT = 300; // characters, as above
const RING_AFTER = 400; // ms: time for another page to say that the visitor has seen it there

const query = new URLSearchParams(location.search);
const channel = query.get("channel") ?? "";
const locale = query.get("locale") === "id" ? "id" : "en";

/** What the server tells of a channel: words either in one language or in each. */
type Localized = string | Record<typeof locale, string>;
interface ConfigAnswer {
  name: string;
  color: string;
  title: Localized;
  greeting: Localized;
}

/** Puts everything together: the only place of the widget that knows all of it. */
async function start(): Promise<void> {
  const { config, words } = await load();
  const outbox = await openOutbox(channel);
  const pages = openPages(channel, outbox.shared);
  const seen = keepsake<number>(`obrol:${channel}:seen`, "localStorage");
  const conversation: Conversation = new Conversation(
    {
      now: () => performance.now(),
      roll: Math.random,
      later(ms, act) {
        const timer = setTimeout(act, ms);
        return () => clearTimeout(timer);
      },
      connect: (on) => connect(`${API.replace("http", "ws")}live`, on),
      upload,
      session: openSession(
        channel,
        () => ask<{ token: string }>("session", { channel, locale, page: conversation.page }),
        () => pages.tell({ type: "session" }),
      ),
      outbox,
      pages,
      locale,
    },
    seen.get() ?? 0,
    seen.set,
  );
  await conversation.start();

  let open = parent === window;
  const look = (): void => {
    const visible = document.visibilityState === "visible";
    conversation.tell("looked", open && visible);
    if (visible) conversation.tell("woke", null);
  };
  const tellHost = openHost(query.get("origin") ?? "", (note) => {
    if (note.obrol === "page") {
      const [url, title] = [note.url.slice(0, URL_LIMIT), note.title.slice(0, TITLE_LIMIT)];
      conversation.moved({ url, title });
    } else {
      open = note.open;
      look();
      if (open) widget.focus();
    }
  });
  document.addEventListener("visibilitychange", look);
  for (const online of [true, false])
    addEventListener(online ? "online" : "offline", () => conversation.tell("online", online));
  allowSound();
  paint(config.color);
  const close = (): void => tellHost({ obrol: "close" });
  const parts = { channel, config, words, locale, conversation, close };
  const widget = new Widget(document.body.children[0] as Element, parts);

  let latest = -1;
  conversation.listen(() => {
    const { sync } = conversation;
    const begun = sync.messages.length + sync.outbox.length > 0;
    tellHost({ obrol: "news", unread: unread(sync), begun });
    if (sync.local === null) return;
    const theirs = sync.messages.findLast(({ author }) => author.kind !== "visitor")?.seq ?? 0;
    if (latest >= 0 && theirs > latest)
      setTimeout(() => {
        if (unread(conversation.sync) && sync.leads && !muted.get()) ring();
      }, RING_AFTER);
    latest = theirs;
  });
  tellHost({ obrol: "ready" });
}

async function load(): Promise<{ config: Config; words: Words }> {
  try {
    const answer = await ask<ConfigAnswer>(`config?channel=${encodeURIComponent(channel)}`);
    const { name, color } = answer;
    const [title, greeting] = [answer.title, answer.greeting].map((text) =>
      typeof text === "string" ? text : text[locale],
    );
    return {
      words: locale === "id" ? id : en,
      config: { name, color, title: title || name, greeting: greeting ?? "" },
    };
  } catch {
    await new Promise((resolve) => setTimeout(resolve, CONFIG_RETRY));
    return load();
  }
}

/** Sets the colours by the style object, which needs no permission for inline styles. */
function paint(color: string): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.onchange = () => {
    for (const [name, value] of Object.entries(palette(color, dark.matches)))
      document.documentElement.style.setProperty(`--${name}`, value);
  };
  dark.dispatchEvent(new Event("change"));
}

document.documentElement.lang = locale;
void start();
