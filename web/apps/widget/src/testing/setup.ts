/** What jsdom does not have: sizes, media queries and dialogs. */
globalThis.ResizeObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
};
if (typeof window !== "undefined") {
  window.matchMedia ??= (media: string) =>
    Object.assign(new EventTarget(), { matches: false, media, onchange: null }) as MediaQueryList;
  Element.prototype.scrollTo ??= () => {};
  URL.createObjectURL ??= () => "blob:preview";
}
