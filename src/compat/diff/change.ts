import type { Location } from "../../contract/schema.js";
import type { PayloadStep, ReviewTarget } from "../../findings/finding.js";
import type { Json } from "../../json/json.js";
import type { Edit, Step } from "./edit.js";

/** What a change of a schema does, by the words of JSON Schema. */
export type ChangeKind =
  | "property-added"
  | "property-removed"
  | "property-renamed"
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
  /** How a payload's root leads to what is described there; absent below names that no schema says. */
  readonly payload?: readonly PayloadStep[] | undefined;
}

/** One difference between two schemas. */
export interface Change {
  readonly kind: ChangeKind;
  /** A few words, such as `property "note" became required`. */
  readonly title: string;
  /** What distinguishes it from other changes of its kind at its place: the names and values that differ, as data. */
  readonly detail: readonly Json[];
  readonly old: ChangePlace;
  readonly new: ChangePlace;
  /** What code may use of the payload that goes away or is another one; absent where no path leads to it. */
  readonly target?: Extract<ReviewTarget, { readonly path: readonly PayloadStep[] }>;
  /** The paths from the payload's root to each use of the definition that contains the change, if there is more than one. */
  readonly uses?: readonly (readonly PayloadStep[])[];
  /** The edit that restores this part of the old schema in the new one. */
  readonly undo: Edit;
  /** The edit that applies this part of the new schema to the old one. */
  readonly redo: Edit;
  /** Further places of the same change: in definitions that say the same under other names. */
  readonly also?: readonly { readonly old: ChangePlace; readonly new: ChangePlace }[];
}
