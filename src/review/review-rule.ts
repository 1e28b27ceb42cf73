import type { ReportedChange } from "../compat/compare.js";
import type { Contract, Event, EventHeaders, EventVersion } from "../contract/contract.js";
import type { SourceFile } from "../contract/source-file.js";
import type { Break, ReviewTarget, Rollout, Severity } from "../findings/finding.js";
import type { ExampleFolder, RuleCategory, RuleDoc } from "../rules/rule.js";

/** Whom a change of this kind can break; audited, so that no rule forgets a side. */
export type Breaks = "consumers" | "publishers" | "both" | "nobody";

/**
 * A rule about what became of a contract. `Other` are the severities that its findings have besides the rule's own; a
 * rule that has some is a `GradedReviewRule`.
 */
export interface ReviewRule<Other extends Severity = never> extends RuleDoc {
  readonly category: RuleCategory;
  readonly breaks: Breaks;
  /**
   * Documentation and test in one: each change in `finds` has exactly one finding of the rule, each in `passes` none.
   * What the rule says of those in `finds` is in `test/review/golden`.
   */
  readonly examples: { readonly finds: readonly ExampleChange[]; readonly passes: readonly ExampleChange[] };
  readonly judge: (subject: ReviewSubject) => Iterable<Hit<Other>>;
}

/** A rule whose findings differ in severity. The test of its examples demands one of each severity, and no other. */
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

/** What rules judge. */
export interface ReviewSubject {
  readonly old: Side;
  readonly new: Side;
  /** Events that both have. */
  readonly kept: readonly Pair<Event>[];
  readonly added: readonly Event[];
  readonly removed: readonly Event[];
  /** Events that go on under another name. */
  readonly renamed: readonly Pair<Event>[];
  /** Differences of version files that both have, each with what it breaks. */
  readonly changes: readonly SchemaChange[];
  /** Versions whose file says something else and means the same. */
  readonly reworded: readonly Pair<EventVersion>[];
  /** Differences of the headers that both declare, each with what it breaks. */
  readonly headerChanges: readonly HeaderChange[];
  /** Headers of events that both have, and of which one side declares none. */
  readonly headerDeclarations: readonly HeaderDeclaration[];
  /** What a new version changes for who moves up from the one before: titles of changes, each with its place. */
  readonly movesUp: (from: EventVersion, to: EventVersion) => readonly string[];
  /** Today, as `2026-11-24`. */
  readonly today: string;
}

/** The same thing before and after. */
export interface Pair<Thing> {
  readonly old: Thing;
  readonly new: Thing;
}

/** One difference of a version file that was edited in place. */
export interface SchemaChange {
  readonly event: Event;
  readonly version: EventVersion;
  /** Without an answer about messages of which there are none: nobody published the version yet, or publishes it now. */
  readonly change: ReportedChange;
  /** Whether nobody published the version before, nor does now. */
  readonly isUnpublished: boolean;
}

/** One difference of the headers that an event declares; without a change they only say the same in other words. */
export interface HeaderChange {
  readonly event: Event;
  readonly headers: EventHeaders;
  readonly change: ReportedChange | undefined;
}

/** Headers that are declared, or no longer declared; undeclared ones are any strings. */
export interface HeaderDeclaration extends Pick<ReportedChange, "backward" | "forward"> {
  readonly kind: "added" | "removed";
  readonly events: Pair<Event>;
  readonly headers: EventHeaders;
}

/** Where a rule points. */
export interface HitPlace {
  readonly file: string;
  /** JSON Pointer; without it the file itself is meant. */
  readonly pointer?: string;
  readonly part?: "key" | "value";
}

/** One thing that a rule found; `Other` as in `ReviewRule`. */
export interface Hit<Other extends Severity = Severity> {
  /** In the new folder, or with `gone` in the old one. */
  readonly place: HitPlace;
  readonly old?: HitPlace;
  readonly gone?: boolean;
  /** One sentence, the same for all events that it is said of. */
  readonly message: string;
  /** What to do here; else the rule's `fix`. */
  readonly help?: string;
  /** Unless it is the rule's own. */
  readonly severity?: Other;
  readonly event?: string;
  readonly version?: string;
  readonly breaks?: readonly Break[];
  readonly rollout?: Rollout;
  readonly services?: readonly string[];
  /** Of what is in a shared definition: the event version with the property. */
  readonly concerns?: readonly string[];
  readonly notes?: readonly string[];
  readonly target?: ReviewTarget;
}
