import type { Json } from "../json/json.js";

/** What a place in a payload is to the place around it. */
export type PlaceKind =
  | "message"
  | "property"
  | "name-pattern"
  | "other-properties"
  | "items"
  | "position"
  | "alternative"
  | "condition";

/** The type of a value of which a schema says no type. */
export const anyType = "any type";

/** A rule of a schema in words, such as `at least` with `1`. */
export interface Fact {
  readonly name: string;
  /** Each is shown as code. */
  readonly values: readonly string[];
}

/** One place of a payload, with everything that its schema says of the value there. */
export interface PayloadNode {
  readonly kind: PlaceKind;
  /** The property's name, or words such as `each item`. */
  readonly label: string;
  /** Unique within the tree: a JSON Pointer, with `*` for items, and words for alternatives. */
  readonly path: string;
  /** Such as `string`, `array of object`, `integer or null`. */
  readonly type: string;
  readonly isRequired: boolean;
  readonly isDeprecated: boolean;
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly facts: readonly Fact[];
  readonly examples: readonly Json[];
  readonly children: readonly PayloadNode[];
  /** The path of the place around it that has the same schema: what is inside is shown there. */
  readonly sameAs: string | undefined;
  /** How many places inside are not shown, since there are too many of them, and the schema file that has them. */
  readonly more: { readonly places: number; readonly file: string } | undefined;
}

/** The tree as a list, outer places first. */
export function* payloadPlaces(node: PayloadNode): Generator<PayloadNode> {
  yield node;
  for (const child of node.children) yield* payloadPlaces(child);
}
