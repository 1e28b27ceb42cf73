import type { Location } from "../contract/schema.js";
import type { Edit, Step } from "./edit.js";

/** What a change of a schema does, by the words of JSON Schema. */
export type ChangeKind =
  | "property-added"
  | "property-removed"
  | "required-added"
  | "required-removed"
  | "enum-value-added"
  | "enum-value-removed"
  | "type-changed"
  | "keyword-added"
  | "keyword-removed"
  | "keyword-changed"
  | "branch-added"
  | "branch-removed"
  | "schema-changed";

/** A place in one of the two schemas, in canonical keywords. */
export interface ChangePlace {
  readonly location: Location;
  readonly path: readonly Step[];
}

/** One difference between two schemas. */
export interface Change {
  readonly kind: ChangeKind;
  /** A few words, such as `property "note" is required now`. */
  readonly title: string;
  readonly old: ChangePlace;
  readonly new: ChangePlace;
  /** What gives the new schema this one thing of the old schema. */
  readonly undo: Edit;
  /** What gives the old schema this one thing of the new schema. */
  readonly redo: Edit;
}
