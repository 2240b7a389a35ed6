import { beforeEach, expect, test, vi } from "vitest";
import { openHost } from "./host";

const SHOP = "https://shop.example";

beforeEach(() => {
  vi.unstubAllGlobals();
});

test("only the page around us, under the address that it gave, is heard", () => {
  const hear = vi.fn();
  openHost(SHOP, hear);
  const strangers = [
    "https://shop.example.evil.example",
    "https://evilshop.example",
    "http://shop.example",
    "https://shop.example:8443",
    "https://SHOP.example",
    "https://shop.example/",
    "null",
    "",
    "*",
    "https://sh\u043ep.example",
  ];
  for (const origin of strangers) say(origin, parent);
  expect(hear).not.toHaveBeenCalled();

  say(SHOP, null);
  expect(hear).not.toHaveBeenCalled();

  say(SHOP, parent);
  expect(hear).toHaveBeenCalledTimes(1);
});

test("what we tell the page is addressed to it alone", () => {
  const shop = { postMessage: vi.fn() };
  vi.stubGlobal("parent", shop);
  openHost(SHOP, () => {})({ obrol: "ready" });

  expect(shop.postMessage).toHaveBeenCalledWith({ obrol: "ready" }, SHOP);
});

function say(origin: string, source: Window | null): void {
  dispatchEvent(
    new MessageEvent("message", { origin, source, data: { obrol: "open", open: true } }),
  );
}
