/** What TSX is turned into: plain objects, with components called on the spot. */

export type Child = Drawn | string | number | boolean | null | undefined | Child[];

export interface Drawn {
  /** The tag; empty for text. */
  type: string;
  props: { children?: Child; [name: string]: unknown };
  key?: string;
}

export function jsx<Props extends Drawn["props"]>(
  type: string | ((props: Props) => Child),
  props: Props,
  key?: string,
): Child {
  if (typeof type === "function") return type(props);
  return key === undefined ? { type, props } : { type, props, key };
}

export { jsx as jsxDEV, jsx as jsxs };

type Plain =
  | "tabindex"
  | "alt"
  | "class"
  | "d"
  | "enterkeyhint"
  | "href"
  | "placeholder"
  | "preload"
  | "rel"
  | "role"
  | "src"
  | "target"
  | "title"
  | "type"
  | "viewBox";
type Switch = "controls" | "disabled" | "hidden" | "multiple";
type Measure = "height" | "rows" | "value" | "width";

/** The platform's own names, events included: nothing is translated on the way to the node. */
type Attributes<Node> = {
  [Name in keyof HTMLElementEventMap as `on${Name}`]?: (event: HTMLElementEventMap[Name]) => void;
} & { [Name in Plain]?: string | null | undefined } & {
  [Name in Switch]?: boolean | undefined;
} & { [Name in Measure]?: string | number | null | undefined } & {
  [Name in `aria-${string}`]?: string | boolean | undefined;
} & {
  key?: string;
  children?: Child;
  /** Called once, with the node that was made. */
  ref?: (node: Node) => void;
};

interface Tags extends HTMLElementTagNameMap {
  svg: SVGElement;
  path: SVGElement;
}

export declare namespace JSX {
  type Element = Child;
  interface ElementChildrenAttribute {
    children: unknown;
  }
  interface IntrinsicAttributes {
    key?: string;
  }
  type IntrinsicElements = { [Tag in keyof Tags]: Attributes<Tags[Tag]> };
}
