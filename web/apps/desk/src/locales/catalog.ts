import type { en } from "./en/catalog";

/** The same keys with any words: what every language must have, checked by the compiler. */
type InAnyWords<Branch> = {
  readonly [Key in keyof Branch]: Branch[Key] extends string ? string : InAnyWords<Branch[Key]>;
};

export type Catalog = InAnyWords<typeof en>;
