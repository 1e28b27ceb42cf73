import { compareText } from "../code/compare-text.js";
import type { Json } from "../json/json.js";

/** How severe a finding is: an `error` fails the command, a `warning` needs attention, `info` is only reported. */
export type Severity = "error" | "warning" | "info";

/** A range in a text file. Lines and columns count from 1; columns count UTF-16 units, as editors do. */
export interface Range {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A place in a schemas folder. */
export interface Place {
  /** Path below the schemas folder, with `/`. */
  readonly file: string;
  /** JSON Pointer (RFC 6901) to the place in that file; absent when the file itself is meant. */
  readonly pointer?: string;
  readonly range?: Range;
}

/** One thing that rabbitgen has to say about one place of a contract. Text for people is made of it last. */
export interface Finding extends Place {
  /** The rule's id, such as `ref-remote`; stable, so that tools may filter by it. */
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence without a place: what is wrong. */
  readonly message: string;
  /** What to do about it, if there is one obvious thing. */
  readonly help?: string;
  /**
   * Identifies the finding when its lines move: a hash of rule, file, pointer and subject (in a review, data without any
   * wording), 16 hexadecimal digits. `lint` and `review` set it, and `review.json` accepts a finding by it.
   */
  readonly fingerprint?: string;
  /** Details that only a review has. */
  readonly review?: ReviewDetails;
}

/** Details of a change that a review reports. */
export interface ReviewDetails {
  /** The event, and the version if it is about one. */
  readonly event?: string;
  readonly version?: string;
  /** The same place in the base; absent for what is new. */
  readonly old?: Place;
  /** True when the finding's own place is in the base only, because it was removed. */
  readonly gone?: boolean;
  /** The sides that break, each with the proof; empty if nothing breaks. */
  readonly breaks: readonly Break[];
  readonly rollout?: Rollout;
  /** Services of `contract.json` that the change affects, sorted. */
  readonly services: readonly string[];
  /** Those of `services` that publish the event and do not consume it; absent if there are none. */
  readonly publishers?: readonly string[];
  /** Other event versions that the same change is of, as `order_paid v2`: a definition that several refer to. */
  readonly also?: readonly string[];
  /** Of what is in a shared definition, each event version with each property that has it, as `order_paid v2 (total.currency)`. */
  readonly concerns?: readonly string[];
  /** Further information, one item per line. */
  readonly notes?: readonly string[];
  /** The removed or changed part of the payload that code may use. */
  readonly target?: ReviewTarget;
  /** Places in the searched code (`--code`) that use the removed or changed part. */
  readonly uses: readonly Use[];
  /** From `review.json`: the finding is known and accepted, so it fails nothing. */
  readonly accepted?: { readonly reason: string; readonly until?: string };
}

/** A step from a payload's root: a property, or the items of an array. */
export type PayloadStep = string | { readonly items: true };

/** What a change takes away or changes, as code that uses it sees it. */
export type ReviewTarget =
  | { readonly kind: "property"; readonly path: readonly PayloadStep[] }
  | { readonly kind: "value"; readonly path: readonly PayloadStep[]; readonly value: Json }
  | { readonly kind: "version" }
  | { readonly kind: "event" };

/** The order in which services can deploy a change without breaking each other. */
export type Rollout = "any-order" | "consumers-first" | "publishers-first" | "together" | "new-version";

/** One side that a change breaks. */
export interface Break {
  /** `backward`: consumers that upgrade first; `forward`: consumers that do not upgrade; `wire`: routing itself. */
  readonly direction: "backward" | "forward" | "wire";
  /** `unknown` needs a human decision: it could not be decided, for the given `reason`. */
  readonly verdict: "refuted" | "unknown";
  /** A message that one side sends and the other rejects; checked by validators of both. */
  readonly witness?: Json;
  /** Where the witness is rejected, and why. */
  readonly failures?: readonly { readonly pointer: string; readonly message: string }[];
  readonly reason?: string;
}

/** A place in a program that uses what a change takes away. */
export interface Use {
  /** Path below the repository, or as the folder was named, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Such as `reads total`, `compares with "GBP"` or `handles v1`. */
  readonly what: string;
}

/** Orders findings by file, place and rule, so that output never depends on the order of the work. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareText(a.file, b.file) ||
    (a.range?.line ?? 0) - (b.range?.line ?? 0) ||
    (a.range?.column ?? 0) - (b.range?.column ?? 0) ||
    compareText(a.rule, b.rule) ||
    compareText(a.message, b.message)
  );
}
