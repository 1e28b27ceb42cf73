import type { Schema } from "../../contract/schema.js";
import type { Step } from "./edit.js";
import type { Identify } from "./pair-branches.js";

/** Compares schemas of two sides by their texts: whether they say the same, annotations aside, by whatever names they refer to it. */
export class ComparedTexts {
  readonly both: readonly [Identify, Identify];

  constructor(textOfOld: Identify, textOfNew: Identify) {
    this.both = [textOfOld, textOfNew];
  }

  /** The texts of the values that both have at a path of their schemas; `null` for one that is absent. */
  at(path: readonly Step[], left: unknown, right: unknown): readonly [string | null, string | null] {
    const text = (value: unknown, textOf: Identify): string | null => {
      if (value === undefined) return null;
      return textOf(path.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value) as Schema);
    };
    return [text(left, this.both[0]), text(right, this.both[1])];
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
