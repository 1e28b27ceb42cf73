import { compareText } from "../code/compare-text.js";
import type { Json } from "../json/json.js";

/** How bad a finding is: an `error` stops the work, a `warning` wants a look, `info` is only told. */
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
   * Names the finding wherever its lines move: a hash over rule, file, pointer and what it says, 16 hexadecimal
   * digits. `lint` and `review` set it, and `review.json` accepts a finding by it.
   */
  readonly fingerprint?: string;
  /** What a review knows beyond that. */
  readonly review?: ReviewDetails;
}

/** What a review tells of a change. */
export interface ReviewDetails {
  /** The event, and the version if it is about one. */
  readonly event?: string;
  readonly version?: string;
  /** The same place in the base; absent for what is new. */
  readonly old?: Place;
  /** True when the finding's own place is in the base only: what it is about is gone. */
  readonly gone?: boolean;
  /** Who breaks, with the proof; empty for what breaks nothing. */
  readonly breaks: readonly Break[];
  readonly rollout?: Rollout;
  /** Services of `contract.json` that it hits, sorted. */
  readonly services: readonly string[];
  /** Other event versions that the same change is of, as `order_paid v2`: a definition that several refer to. */
  readonly also?: readonly string[];
  /** Of what is in a shared definition, each event version with each property that has it, as `order_paid v2 (total.currency)`. */
  readonly concerns?: readonly string[];
  /** What there is to know beside, one thing a line. */
  readonly notes?: readonly string[];
  /** What code may use of what goes away or changes. */
  readonly target?: ReviewTarget;
  /** Places in the code that was searched (`--code`) which use what goes away. */
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

/** In which order a change can be deployed without breaking anybody. */
export type Rollout = "any-order" | "consumers-first" | "publishers-first" | "together" | "new-version";

/** One side that a change breaks. */
export interface Break {
  /** `backward`: consumers that upgrade first; `forward`: consumers that do not upgrade; `wire`: routing itself. */
  readonly direction: "backward" | "forward" | "wire";
  /** `unknown` wants a human: it could not be decided, for the reason that is said. */
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
