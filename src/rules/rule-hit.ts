import type { Json } from "../json/json.js";

/** What a rule says about one place; rules of `lint` and of `review` each add what they need. */
export interface RuleHit {
  /** One sentence about this place; names inside come quoted by `JSON.stringify`. */
  readonly message: string;
  /**
   * What distinguishes this finding from the rule's others at its place, as data: names and values, and no words, so
   * that its fingerprint stays the same when the message is reworded, and is another one when a value is.
   */
  readonly subject: Json;
  /** What to do here, when it is more exact than the rule's `fix`. */
  readonly help?: string;
}

/** A location that a rule points to. */
export interface HitPlace {
  readonly file: string;
  /** JSON Pointer; if absent, the file itself. */
  readonly pointer?: string;
  /** Whether the member's name is marked or its value; by default the value. */
  readonly part?: "key" | "value";
}
