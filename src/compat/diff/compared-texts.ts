import type { Schema } from "../../contract/schema.js";
import type { Identify } from "./pair-branches.js";

/** Compares schemas of two sides by their texts: whether they say the same, annotations aside, by whatever names they refer to it. */
export class ComparedTexts {
  readonly both: readonly [Identify, Identify];

  constructor(textOfOld: Identify, textOfNew: Identify) {
    this.both = [textOfOld, textOfNew];
  }

  areSame(left: Schema, right: Schema): boolean {
    const [textOfOld, textOfNew] = this.both;
    return left === right || textOfOld(left) === textOfNew(right);
  }

  /** The same of a keyword that holds a schema, several schemas or a reference. */
  areSameValues(left: unknown, right: unknown): boolean {
    if (left === undefined || right === undefined) return false;
    if (Array.isArray(left) && Array.isArray(right))
      return (
        left.length === right.length &&
        left.every((schema, index) => this.areSame(schema as Schema, right[index] as Schema))
      );
    const schemaOf = (value: unknown): Schema =>
      typeof value === "string" ? { $ref: value } : (value as Schema);
    return this.areSame(schemaOf(left), schemaOf(right));
  }
}
