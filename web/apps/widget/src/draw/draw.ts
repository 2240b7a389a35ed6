import type { Child, Drawn } from "./jsx-runtime";

const SVG = "http://www.w3.org/2000/svg";

/** What each node of ours was last drawn from. */
const drawings = new WeakMap<Node, Drawn>();

/**
 * Makes the children of `parent` what `child` says, and keeps every node that can stay: with its
 * focus, its scroll position and the sound that it plays. Nothing is ever read as HTML.
 * A child with a key keeps its node wherever it goes. The others keep theirs by their place, which
 * what is false or null holds for them.
 */
export function draw(parent: Element, child: Child): void {
  const wanted = ([child] as unknown[]).flat(Number.POSITIVE_INFINITY).map(asDrawn);
  const keys = new Set(wanted.map(({ key }) => key));
  const kept = new Map<string, Node>();
  for (const node of [...parent.childNodes]) {
    const key = drawings.get(node)?.key;
    if (key && keys.has(key)) kept.set(key, node);
    else if (key) node.remove();
  }
  let place = parent.firstChild;
  for (const want of wanted) {
    const there = want.key ? kept.get(want.key) : place;
    const was = there && drawings.get(there);
    const stays = was?.type === want.type && was.key === want.key;
    const node = there && stays ? there : make(parent, want);
    if (node === place) place = place.nextSibling;
    else parent.insertBefore(node, place);
    // What stood in this place and has no other goes.
    if (!stays && !want.key && place && !drawings.get(place)?.key) place = remove(place);
    drawings.set(node, want);
    update(node as Element, want, stays ? was : null);
  }
  while (place) place = remove(place);
}

function asDrawn(child: unknown): Drawn {
  if (typeof child === "object" && child) return child as Drawn;
  const text = typeof child === "string" || typeof child === "number" ? String(child) : "";
  return { type: "", props: { text } };
}

function make(parent: Element, { type, props }: Drawn): Node {
  if (!type) return document.createTextNode("");
  const node = document.createElementNS(type === "svg" ? SVG : parent.namespaceURI, type);
  (props.ref as ((node: Element) => void) | undefined)?.(node);
  return node;
}

function update(node: Element, { type, props }: Drawn, was: Drawn | null | undefined): void {
  if (!type) {
    if (node.textContent !== props.text) node.textContent = String(props.text);
    return;
  }
  for (const name of Object.keys({ ...was?.props, ...props }))
    if (props[name] !== was?.props[name]) set(node, name, props[name]);
  draw(node, props.children);
}

function set(node: Element, name: string, value: unknown): void {
  if (name === "children" || name === "ref") return;
  if (name === "value" || name.startsWith("on")) Object.assign(node, { [name]: value });
  else if (value === undefined || value === null || (value === false && !name.startsWith("aria")))
    node.removeAttribute(name);
  else node.setAttribute(name, String(value));
}

function remove(node: ChildNode): ChildNode | null {
  const { nextSibling } = node;
  node.remove();
  return nextSibling;
}
