import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { settled } from "../testing/widget_stage";

const BASE = "https://chat.example";

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers();
  vi.stubGlobal(
    "CSSStyleSheet",
    class {
      replaceSync(): void {}
    },
  );
  vi.stubGlobal(
    "fetch",
    vi.fn(async () => ({ json: async () => ({ color: "#0f766e", position: "right" }) })),
  );
  vi.stubGlobal("visualViewport", undefined);
  localStorage.clear();
  document.documentElement.lang = "id";
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  delete window.Obrol;
  document.body.innerHTML = "";
});

describe("the launcher", () => {
  test("appears once, however many script tags there are", async () => {
    await load(tag() + tag());
    await load("");

    expect(document.querySelectorAll("body > div")).toHaveLength(1);
    expect(fetch).toHaveBeenCalledWith(`${BASE}/widget/api/config?channel=toko`);
  });

  test("stays away where the channel does not allow it", async () => {
    vi.stubGlobal(
      "fetch",
      vi.fn(async () => ({ json: async () => ({ code: "foreign_origin" }) })),
    );
    await load(tag());

    expect(document.querySelector("body > div")).toBeNull();
  });

  test("stays away when nobody answers, and the page's own scripts notice nothing", async () => {
    vi.stubGlobal(
      "fetch",
      vi.fn(() => Promise.reject(new Error("offline"))),
    );
    await load(tag());
    window.Obrol?.open();

    expect(document.querySelector("body > div")).toBeNull();
  });

  test.each([
    ["id", "", "Obrolan"],
    ["id-ID", "", "Obrolan"],
    ["en-GB", "", "Chat"],
    ["fr", "", "Chat"],
    ["en", 'data-locale="id"', "Obrolan"],
  ])("speaks the page's language (%s %s)", async (lang, attribute, label) => {
    document.documentElement.lang = lang;
    await load(tag(attribute));

    expect(button().ariaLabel).toBe(label);
  });

  test("loads the frame only when it is opened", async () => {
    await load(tag());
    expect(frame()).toBeNull();

    button().click();
    expect(frame()?.src).toBe(
      `${BASE}/widget/frame?channel=toko&locale=id&origin=${location.origin}`,
    );
    expect(button().ariaExpanded).toBe("true");
  });

  test("loads the frame by itself when a conversation has begun, so that news arrive", async () => {
    localStorage["obrol:toko"] = "1";
    await load(tag());

    expect(frame()).not.toBeNull();
    expect(button().ariaExpanded).toBe("false");
  });

  test("opens as soon as it can when the page asked early", async () => {
    let answer: (config: object) => void = () => {};
    const config = new Promise((resolve) => {
      answer = resolve;
    });
    vi.stubGlobal("fetch", async () => ({ json: () => config }));
    await load(tag());
    window.Obrol?.open();
    answer({ color: "#0f766e", position: "left" });
    await settled();

    expect(button().ariaExpanded).toBe("true");
  });

  test("closes by Escape and gives the focus back", async () => {
    await load(tag());
    window.Obrol?.open();
    frame()?.focus();
    frame()?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));

    expect(button().ariaExpanded).toBe("false");
  });
});

describe("between the page and the frame", () => {
  test("news reach the badge, and the page remembers that a conversation has begun", async () => {
    await load(tag());
    window.Obrol?.open();
    hear({ obrol: "news", unread: 12, begun: true });

    expect(button().textContent).toBe("9+");
    expect(button().ariaLabel).toBe("Obrolan, 12 belum dibaca");
    expect(localStorage["obrol:toko"]).toBe("1");
  });

  test("nobody else is heard", async () => {
    await load(tag());
    window.Obrol?.open();
    for (const origin of [
      "https://evil.example",
      `${BASE}.evil.example`,
      "http://chat.example",
      "null",
      "",
    ])
      hear({ obrol: "news", unread: 3, begun: true }, origin);
    hear({ obrol: "news", unread: 3, begun: true }, BASE, window);

    expect(button().textContent).toBe("");
    expect(localStorage["obrol:toko"]).toBeUndefined();
  });

  test("the frame learns where the visitor is, and where they go", async () => {
    await load(tag());
    window.Obrol?.open();
    const told = vi.spyOn(inside, "postMessage").mockImplementation(() => {});
    hear({ obrol: "ready" });
    expect(told).toHaveBeenCalledWith(
      { obrol: "page", url: location.href, title: document.title },
      BASE,
    );
    expect(told).toHaveBeenCalledWith({ obrol: "open", open: true }, BASE);

    told.mockClear();
    history.pushState({}, "", "/beans#token=secret");
    vi.advanceTimersByTime(1_000);
    expect(told).toHaveBeenCalledWith(
      { obrol: "page", url: `${location.origin}/beans`, title: document.title },
      BASE,
    );

    told.mockClear();
    vi.advanceTimersByTime(5_000);
    expect(told).not.toHaveBeenCalled();
  });
});

function tag(attribute = ""): string {
  return `<script type="text/plain" src="${BASE}/widget/loader.js" data-channel="toko" ${attribute}></script>`;
}

async function load(html: string): Promise<void> {
  document.body.insertAdjacentHTML("beforeend", html);
  await import("./loader");
  await settled();
}

function root(): ShadowRoot {
  return document.querySelector("body > div")?.shadowRoot as ShadowRoot;
}

function button(): HTMLButtonElement {
  return root().querySelector("button") as HTMLButtonElement;
}

function frame(): HTMLIFrameElement | null {
  return root().querySelector("iframe");
}

/** jsdom opens no window for a frame in a shadow root; a port may be the source of a message too. */
const inside = new MessageChannel().port1;

function hear(data: object, origin = BASE, source: MessageEventSource = inside): void {
  const window = { configurable: true, value: inside };
  Object.defineProperty(frame(), "contentWindow", window);
  dispatchEvent(new MessageEvent("message", { data, origin, source }));
}
