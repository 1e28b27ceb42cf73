import type { Layout } from "../contract/layout.js";

/** A schemas folder as it is. */
export interface Known {
  readonly files: ReadonlyMap<string, string>;
  readonly layout: Layout;
}

/** What is written, by path below the schemas folder, and what is left to do. */
export interface Scaffolded {
  readonly files: ReadonlyMap<string, string>;
  readonly note?: string;
}
