import type { IdentifiedChange, ReportedChange } from "../compat/compare.js";
import type { Contract, Event, EventHeaders, EventVersion } from "../contract/contract.js";
import type { SourceFile } from "../contract/source-file.js";
import type { Break, ReviewTarget, Rollout, Severity } from "../findings/finding.js";
import type { ExampleFolder, RuleCategory, RuleDoc } from "../rules/rule.js";
import type { HitPlace, RuleHit } from "../rules/rule-hit.js";

/** Which sides a change of this kind can break; audited, so that no rule forgets one. */
export type Breaks = "consumers" | "publishers" | "both" | "nobody";

/**
 * A rule about a change of a contract. `Other` are the severities that its findings can have besides the rule's own; a
 * rule with several is a `GradedReviewRule`.
 */
export interface ReviewRule<Other extends Severity = never> extends RuleDoc {
  readonly category: RuleCategory;
  readonly breaks: Breaks;
  /**
   * Documentation and test in one: each change in `invalid` has exactly one finding of the rule, each in `valid` has
   * none. The findings of `invalid` are recorded in `test/review/golden`.
   */
  readonly examples: { readonly invalid: readonly ExampleChange[]; readonly valid: readonly ExampleChange[] };
  readonly judge: (subject: ReviewSubject) => Iterable<ReviewHit<Other>>;
}

/** A rule whose findings differ in severity. The test of its examples requires one of each severity, and no other. */
export interface GradedReviewRule<Other extends Severity> extends ReviewRule<Other> {
  readonly otherSeverities: Readonly<Record<Other, string>>;
}

/** A small schemas folder before and after. */
export interface ExampleChange {
  readonly old: ExampleFolder;
  readonly new: ExampleFolder;
}

/** One of the two contracts. */
export interface Side {
  readonly contract: Contract;
  /** Every JSON file that parses, by path. */
  readonly sources: ReadonlyMap<string, SourceFile>;
}

/** The input of rules. */
export interface ReviewSubject {
  readonly old: Side;
  readonly new: Side;
  /** Events that are in both. */
  readonly kept: readonly Pair<Event>[];
  readonly added: readonly Event[];
  readonly removed: readonly Event[];
  /** Events that exist under another name. */
  readonly renamed: readonly Pair<Event>[];
  /** Differences in version files that are in both, each with what it breaks. */
  readonly changes: readonly SchemaChange[];
  /** Versions whose file changed without a change in meaning. */
  readonly reworded: readonly Pair<EventVersion>[];
  /** Differences in headers that both declare, each with what it breaks. */
  readonly headerChanges: readonly HeaderChange[];
  /** Headers of events that are in both but declared on only one side. */
  readonly headerDeclarations: readonly HeaderDeclaration[];
  /** What migrating to a new version from the previous one involves: titles of changes, each with its location. */
  readonly movesUp: (from: EventVersion, to: EventVersion) => readonly string[];
  /** Today, as `2026-11-24`. */
  readonly today: string;
}

/** The same item before and after. */
export interface Pair<Thing> {
  readonly old: Thing;
  readonly new: Thing;
}

/** One difference in a version file that was edited in place. */
export interface SchemaChange {
  readonly event: Event;
  readonly version: EventVersion;
  /** Without verdicts if there are no messages: no service published the version before, or none does now. */
  readonly change: IdentifiedChange;
  /** Whether no service published the version before, nor does now. */
  readonly isUnpublished: boolean;
}

/** One difference in the headers that an event declares; without a change only the wording differs. */
export interface HeaderChange {
  readonly event: Event;
  readonly headers: EventHeaders;
  readonly change: IdentifiedChange | undefined;
}

/** Headers whose declaration was added or removed; undeclared ones are any strings. */
export interface HeaderDeclaration extends Pick<ReportedChange, "backward" | "forward"> {
  readonly kind: "added" | "removed";
  readonly events: Pair<Event>;
  readonly headers: EventHeaders;
}

/** One change that a rule reports, in a message that is the same for all events it applies to; `Other` as in `ReviewRule`. */
export interface ReviewHit<Other extends Severity = Severity> extends RuleHit {
  /** In the new folder, or with `gone` in the old one. */
  readonly place: HitPlace;
  readonly old?: HitPlace;
  readonly gone?: boolean;
  /** Default: the rule's own. */
  readonly severity?: Other;
  readonly event?: string;
  readonly version?: string;
  readonly breaks?: readonly Break[];
  readonly rollout?: Rollout;
  readonly services?: readonly string[];
  /** For a property in a shared definition: the event version with the property. */
  readonly concerns?: readonly string[];
  readonly notes?: readonly string[];
  readonly target?: ReviewTarget;
}
