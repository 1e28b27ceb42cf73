import type { ts } from "ts-morph";

/** A value of a property, with the declarations and types that identify the property's expressions. */
export interface ValueTarget {
  readonly key: string;
  readonly name: string;
  readonly value: string | number | boolean | null;
  readonly declarations: ReadonlySet<ts.Node>;
  /** The lists of values that the SDK's types declare for it; empty for a single constant, which any type may have. */
  readonly types: ReadonlySet<ts.Type>;
}
