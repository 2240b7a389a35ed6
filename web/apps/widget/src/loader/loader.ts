/** Puts the launcher on a host page, and the widget behind it in a frame that loads when it is needed. */
import { STYLE } from "./style";

interface Config {
  color: string;
  position: "left" | "right";
}

interface Api {
  open(): void;
  close(): void;
  toggle(): void;
}

declare global {
  interface Window {
    Obrol?: Api;
  }
}

const BUBBLE = "M12 4c5 0 8 3 8 7s-3 7-8 7q-1.5 0-3-.4L5 20l1-3.5c-1.2-1.5-2-3-2-5.5 0-4 3-7 8-7z";
const ARROW = "M6 9l6 6 6-6";
const SVG = "http://www.w3.org/2000/svg";
const PAGE_CHECK = 1e3; // ms: sees every kind of navigation without touching the page's own functions

const script = (document.currentScript ??
  document.querySelector("script[data-channel][src*=loader]")) as HTMLScriptElement | null;

// A page with several script tags still has one widget.
if (script && !window.Obrol) start(script);

function start({ src, dataset }: HTMLScriptElement): void {
  const base = new URL(".", src);
  const language = dataset.locale || document.documentElement.lang || navigator.language;
  const locale = /^i[dn]\b/i.test(language) ? "id" : "en";
  const [name, unreadName] = locale === "id" ? ["Obrolan", "belum dibaca"] : ["Chat", "unread"];
  const query = `?channel=${encodeURIComponent(dataset.channel ?? "")}`;

  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const box = document.createElement("div");
  const button = document.createElement("button");
  const icon = document.createElementNS(SVG, "svg");
  const shape = document.createElementNS(SVG, "path");
  const badge = document.createElement("span");
  const frame = document.createElement("iframe");
  let open = false;
  let ready = false;
  let unread = 0;
  let told = "";

  window.Obrol = {
    open: () => turn(true),
    close: () => turn(false),
    toggle: () => turn(!open),
  };

  fetch(`${base}api/config${query}`)
    .then((answer) => answer.json())
    .then((config) => config.color && build(config))
    // Not allowed here, or the server is away: the page stays as it was.
    .catch(() => {});

  function build({ color, position }: Config): void {
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    root.adoptedStyleSheets = [style];
    box.style.cssText = `--c:${color};--on:${contrasting(color)};${position}:20px`;
    frame.style[position] = "0";
    icon.setAttribute("viewBox", "0 0 24 24");
    icon.append(shape);
    button.append(icon, badge);
    button.onclick = () => turn(!open);
    box.onkeydown = (event) => event.key === "Escape" && turn(false);
    box.append(button);
    root.append(box);
    document.body.append(host);
    show();
    // The visitor has talked to us before: news must reach the badge.
    if (open || remembered()) load();
  }

  function load(): void {
    if (frame.src) return;
    frame.title = name;
    frame.src = `${base}frame${query}&locale=${locale}&origin=${location.origin}`;
    addEventListener("message", hear);
    setInterval(tellPage, PAGE_CHECK);
    for (const event of ["resize", "scroll"]) visualViewport?.addEventListener(event, fit);
    box.prepend(frame);
  }

  function hear({ source, origin, data }: MessageEvent): void {
    if (source !== frame.contentWindow || origin !== base.origin) return;
    if (data.obrol === "close") turn(false);
    if (data.obrol === "news") {
      unread = data.unread;
      if (data.begun) remembered(1);
    }
    if (data.obrol === "ready") {
      ready = true;
      tellPage();
      tell({ obrol: "open", open });
    }
    show();
  }

  function remembered(mark?: 1): unknown {
    const key = `obrol:${dataset.channel}`;
    try {
      if (mark) localStorage[key] = mark;
      return localStorage[key];
    } catch {
      // Storage is blocked: the frame then loads when it is opened.
    }
  }

  function turn(to: boolean): void {
    const inside = root.activeElement === frame;
    open = to;
    if (!host.isConnected) return;
    if (open) load();
    show();
    tell({ obrol: "open", open });
    if (open) frame.focus();
    else if (inside) button.focus();
  }

  function show(): void {
    box.className = open ? "open" : "";
    shape.setAttribute("d", open ? ARROW : BUBBLE);
    badge.textContent = unread > 9 ? "9+" : String(unread || "");
    button.ariaExpanded = String(open);
    button.ariaLabel = unread ? `${name}, ${unread} ${unreadName}` : name;
    fit();
  }

  /** On phones the keyboard covers the page instead of shrinking it: the frame follows what is visible. */
  function fit(): void {
    // The style hides the button only where the frame fills the screen.
    const view = open && !button.offsetWidth && visualViewport;
    frame.style.height = view ? `${view.height}px` : "";
    frame.style.top = view ? `${view.offsetTop}px` : "";
  }

  function tell(note: object): void {
    if (ready) frame.contentWindow?.postMessage(note, base.origin);
  }

  function tellPage(): void {
    // What follows a plain # may be a secret of the page; after #/ and #! it is an address.
    const url = location.href.replace(/#(?![!/]).*/, "");
    const { title } = document;
    if (!ready || told === url + title) return;
    told = url + title;
    tell({ obrol: "page", url, title });
  }
}

/** Black or white, whichever can be read on the colour (WCAG 2 relative luminance; 35,257 is 0.179 of white's). */
function contrasting(color: string): string {
  const rgb = Number.parseInt(color.slice(1), 16);
  const light =
    0.2126 * (rgb >> 16) ** 2.2 + 0.7152 * ((rgb >> 8) & 255) ** 2.2 + 0.0722 * (rgb & 255) ** 2.2;
  return light > 35_257 ? "#000" : "#fff";
}
