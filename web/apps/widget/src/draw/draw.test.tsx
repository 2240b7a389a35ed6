import { beforeEach, describe, expect, test } from "vitest";
import { draw } from "./draw";
import type { Child } from "./jsx-runtime";

let root: HTMLElement;

beforeEach(() => {
  root = document.createElement("div");
});

function Badge({ count }: { count: number }) {
  return <b>{count}</b>;
}

test("elements, text, numbers and components are drawn", () => {
  draw(
    root,
    <p class="small">
      one {2} <Badge count={3} />
    </p>,
  );

  expect(root.innerHTML).toBe('<p class="small">one 2 <b>3</b></p>');
});

test("nothing is ever read as HTML", () => {
  draw(root, <p title={'"><img src=x onerror=alert(1)>'}>{"<img src=x onerror=alert(1)>"}</p>);

  expect(root.querySelector("img")).toBeNull();
  expect(root.textContent).toBe("<img src=x onerror=alert(1)>");
});

test("what stays keeps its node, though something appears before it and goes again", () => {
  const form = (warning: boolean): Child => (
    <form>
      {warning && <p>Too long</p>}
      <textarea />
    </form>
  );
  draw(root, form(false));
  const field = root.querySelector("textarea");
  draw(root, form(true));
  expect(root.querySelector("textarea")).toBe(field);
  expect(root.querySelector("p")?.textContent).toBe("Too long");

  draw(root, form(false));
  expect(root.querySelector("textarea")).toBe(field);
  expect(root.querySelector("p")).toBeNull();
});

test("an attribute goes when it is not wanted any more, and ARIA says false", () => {
  draw(root, <button type="button" disabled={true} title="x" aria-pressed={true} />);
  draw(root, <button type="button" disabled={false} aria-pressed={false} />);

  expect(root.innerHTML).toBe('<button type="button" aria-pressed="false"></button>');
});

test("handlers are replaced, not added", () => {
  const calls: number[] = [];
  draw(root, <button type="button" onclick={() => calls.push(1)} />);
  draw(root, <button type="button" onclick={() => calls.push(2)} />);
  root.querySelector("button")?.click();

  expect(calls).toEqual([2]);
});

test("a picture drawn with lines is one", () => {
  draw(
    root,
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d="M0 0" />
    </svg>,
  );

  expect(root.querySelector("path")?.namespaceURI).toBe("http://www.w3.org/2000/svg");
});

describe("lists", () => {
  test("whatever is added, removed and moved, nodes follow their keys", () => {
    const random = dice(7);
    const nodes = new Map<string, Element>();
    for (let round = 0; round < 2_000; round += 1) {
      const keys = [..."abcdefghij"].filter(() => random() < 0.5).sort(() => random() - 0.5);
      const greeting = random() < 0.5 && <h1>hello</h1>;
      draw(
        root,
        <div>
          {greeting}
          {keys.map((key) => (
            <p key={key}>{key}</p>
          ))}
        </div>,
      );
      const drawn = [...root.querySelectorAll("p")];
      expect(drawn.map((node) => node.textContent)).toEqual(keys);
      expect(root.querySelectorAll("h1").length).toBe(greeting ? 1 : 0);
      for (const [key, node] of nodes)
        if (!keys.includes(key)) nodes.delete(key);
        else expect(drawn[keys.indexOf(key)]).toBe(node);
      for (const [at, key] of keys.entries()) nodes.set(key, drawn[at] as Element);
    }
  });

  test("without keys, children stay in their places", () => {
    const random = dice(11);
    for (let round = 0; round < 2_000; round += 1) {
      const kinds = Array.from({ length: 5 }, () => Math.floor(random() * 4));
      draw(
        root,
        <div>{kinds.map((kind) => [null, "text", <b>bold</b>, <i>{kind}</i>][kind])}</div>,
      );
      expect(root.textContent).toBe(kinds.map((kind) => ["", "text", "bold", "3"][kind]).join(""));
    }
  });
});

function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
