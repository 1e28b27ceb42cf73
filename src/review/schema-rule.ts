import type { Answer, ReportedChange } from "../compat/compare.js";
import type { EventVersion } from "../contract/contract.js";
import type { Break, PayloadStep, Rollout, Severity } from "../findings/finding.js";
import { payloadPointer, shownPath } from "./payload-path.js";
import { propertiesRenamed, type RenamedProperty, renameOf } from "./renamed-property.js";
import type { ReviewHit, ReviewRule, ReviewSubject, SchemaChange } from "./review-rule.js";
import { consumersOf } from "./services.js";

/** What to do about a difference, by the side that it breaks. */
export interface SideFixes {
  /** If consumers that upgrade first reject what was sent before, whether or not the other side breaks too. */
  readonly tighter: string;
  /** If only consumers that do not upgrade reject what is sent now. */
  readonly looser: string;
}

/** What differs from one rule about a schema to another. */
export interface SchemaRuleDoc
  extends Omit<ReviewRule<Severity>, "judge" | "category" | "severity" | "breaks"> {
  /** Default: `fix`, whichever side breaks. */
  readonly fixes?: SideFixes;
}

/**
 * A rule about one kind of difference in a version file that was edited in place. Unless the rule documents otherwise,
 * a difference that breaks no message is `info`.
 */
export function schemaRule(
  kind: ReportedChange["kind"],
  { fixes, ...doc }: SchemaRuleDoc,
): ReviewRule<Severity> {
  return {
    otherSeverities: {
      info: "if no message is rejected because of it, or no service publishes the version yet",
    },
    ...doc,
    category: "evolution",
    severity: "error",
    breaks: "both",
    *judge(subject) {
      const own = subject.changes.filter(({ change }) => change.kind === kind);
      if (own.length === 0) return;
      const beside = changesBeside(subject);
      for (const each of own) yield { ...sideHelp(each.change, fixes), ...hitOf(each, subject, beside) };
    },
  };
}

function sideHelp(change: ReportedChange, fixes: SideFixes | undefined): Pick<ReviewHit, "help"> {
  if (fixes === undefined) return {};
  const rollout = rolloutOf(change);
  if (rollout === "any-order") return {};
  return { help: rollout === "consumers-first" ? fixes.looser : fixes.tighter };
}

function hitOf(each: SchemaChange, { new: now, old, changes }: ReviewSubject, beside: Beside): ReviewHit {
  const { event, version, change, isUnpublished } = each;
  const breaks = [...breakOf("backward", change.backward), ...breakOf("forward", change.forward)];
  const isBroken = breaks.some(({ verdict }) => verdict === "refuted");
  const gone = goneProperties(change);
  const isMissed = gone !== undefined && breaks.length === 0 && !isUnpublished;
  // if it was required, messages without it are rejected: this is part of that change and rolled out with it
  const whole = isMissed ? rejection(each, changes) : undefined;
  const isLost = isMissed && whole === undefined;
  const { notes = [], ...context } =
    breaks.length > 0 && !isBroken ? { help: undecided } : inContext(each, beside);
  const readers = [
    ...consumersOf(now.contract, event.name, version.label),
    ...consumersOf(old.contract, event.name, version.label),
  ];
  const hit = {
    place: change.new,
    old: change.old,
    message: change.title,
    subject: change.detail,
    severity: breaks.length > 0 ? "error" : "info",
    ...context,
    notes: isUnpublished
      ? [`no service publishes ${version.label} yet: there is no message of it`]
      : [...notes, ...(gone === undefined ? [] : reservation(gone, version))],
    event: event.name,
    version: version.label,
    ...(change.new.file.startsWith(`${event.folder}/`) ? {} : { concerns: concerned(each) }),
    breaks,
    ...(change.target === undefined ? {} : { target: change.target }),
    rollout: rolloutBeside(whole ?? each, beside),
    services: breaks.length > 0 || isLost ? [...new Set(readers)].sort() : [],
  } as const;
  return isLost ? { ...hit, ...lossOf(gone, hit, readers.length > 0) } : hit;
}

/** The severities of a removed property, besides `error`. */
export const severitiesOfLoss = {
  warning: "if it was optional and no service in contract.json reads the version",
  info: "if it was required, since that is a separate finding",
} as const;

/** The path from a payload's root to a value. */
type Path = readonly PayloadStep[];

/** How many properties of one event version a finding lists. */
const mostNamed = 10;

function named(properties: readonly string[]): readonly string[] {
  const more = properties.length - mostNamed;
  return [...properties.slice(0, mostNamed), ...(more > 0 ? [`and ${more} more`] : [])];
}

/** The event version with each property that a change of a shared definition concerns there. */
function concerned({ event, version, change }: SchemaChange): readonly string[] {
  const { payload = [], payloads = [] } = change;
  return named((payloads.length === 0 ? [payload] : payloads).map(shownPath)).map(
    (path) => `${event.name} ${version.label}${path === "" ? "" : ` (${path})`}`,
  );
}

/** The paths of a removed property, at least under its name; several if a definition is used several times. */
function goneProperties({ kind, target, payloads = [] }: ReportedChange): readonly Path[] | undefined {
  const goes = kind === "property-removed" || kind === "property-renamed";
  if (!goes || target?.kind !== "property") return undefined;
  return payloads.length === 0 ? [target.path] : payloads;
}

/** What keeps a later change from reusing the name with another meaning. */
function reservation(paths: readonly Path[], { label, reserved }: EventVersion): readonly string[] {
  const free = paths.map(payloadPointer).filter((pointer) => !reserved.includes(pointer));
  if (free.length === 0) return [];
  const pointers = named(free.map((pointer) => JSON.stringify(pointer))).join(", ");
  return [
    `the name must not be reused while old messages are queued: add ${pointers} to "reserved" of ${label} in event.json`,
  ];
}

/** The change that causes messages without the property to be rejected, if it is also required. */
function rejection(
  { version, change }: SchemaChange,
  changes: readonly SchemaChange[],
): SchemaChange | undefined {
  const target = JSON.stringify(change.target);
  return changes.find(
    (other) =>
      other.version === version &&
      JSON.stringify(other.change.target) === target &&
      rolloutOf(other.change) !== "any-order",
  );
}

/**
 * What the loss of an optional property means beyond a change that breaks no message. An error if a service is known to
 * read the version.
 */
function lossOf(
  paths: readonly Path[],
  { notes = [], rollout }: ReviewHit,
  isRead: boolean,
): Partial<ReviewHit> {
  const lost = named(paths.map((path) => `\`${shownPath(path)}\``)).join(", ");
  const sees = `no message is rejected, but consumers that still read ${lost} find \`undefined\``;
  return {
    severity: isRead ? "error" : "warning",
    notes: [sees, ...notes],
    help: "First make every consumer stop reading it, then remove it; accept this in review.json once no consumer reads it.",
    rollout: rollout === "new-version" ? rollout : "consumers-first",
  };
}

/** The combined effect of each version file's changes. */
interface Beside {
  readonly renames: readonly RenamedProperty[];
  readonly rollouts: ReadonlyMap<EventVersion, ReadonlySet<Rollout>>;
}

function changesBeside(subject: ReviewSubject): Beside {
  const rollouts = new Map<EventVersion, Set<Rollout>>();
  for (const { version, change } of subject.changes)
    rollouts.set(version, (rollouts.get(version) ?? new Set<Rollout>()).add(rolloutOf(change)));
  return { renames: propertiesRenamed(subject), rollouts };
}

/** What the other changes of its version file mean for a change: part of a rename, or no order that fits all. */
function inContext(each: SchemaChange, beside: Beside): Pick<ReviewHit, "help" | "notes"> {
  const renamed = renameOf(each, beside.renames);
  const opposed = isOpposed(each, beside) ? [opposition(each)] : [];
  if (renamed !== undefined) {
    const [from, to] = [JSON.stringify(renamed.from), JSON.stringify(renamed.to)];
    return {
      notes: [`part of a rename: ${to} has the former schema of ${from}`, ...opposed],
      help: `Keep ${from} and add ${to} as an optional property; rename it in the next version file.`,
    };
  }
  if (opposed.length === 0) return {};
  return {
    notes: opposed,
    help: "Make the changes in the next version file, or roll them out one at a time.",
  };
}

function opposition({ version, change }: SchemaChange): string {
  const [first, other] =
    rolloutOf(change) === "consumers-first" ? ["consumers", "publishers"] : ["publishers", "consumers"];
  return `this change needs ${first} first, but others in ${version.label} need ${other} first`;
}

/** The deployment order of a change, considering the others in its version file. */
function rolloutBeside(each: SchemaChange, beside: Beside): Rollout {
  return isOpposed(each, beside) ? "new-version" : rolloutOf(each.change);
}

/** Whether this change needs one side first, and another change of the same version file the other side. */
function isOpposed({ version, change }: SchemaChange, { rollouts }: Beside): boolean {
  const own = rolloutOf(change);
  if (own !== "consumers-first" && own !== "publishers-first") return false;
  const opposite = own === "consumers-first" ? "publishers-first" : "consumers-first";
  return rollouts.get(version)?.has(opposite) ?? false;
}

const undecided =
  "The schemas alone cannot settle whether this breaks. Decide manually and, if it is safe, accept it in review.json with the reason.";

/** The verdict on messages that are rejected; empty if there are no messages. */
export function breakOf(direction: "backward" | "forward", answer: Answer | undefined): readonly Break[] {
  if (answer === undefined || answer.verdict === "proved") return [];
  const { verdict, witness, failures, reason } = answer;
  return [
    {
      direction,
      verdict,
      ...(witness === undefined ? {} : { witness }),
      ...(failures === undefined ? {} : { failures }),
      ...(reason === undefined ? {} : { reason }),
    },
  ];
}

/**
 * Whether only one side breaks: readers of queued messages, or consumers that do not upgrade. Then a deployment order
 * helps.
 */
export function rolloutOf({ backward, forward }: Pick<ReportedChange, "backward" | "forward">): Rollout {
  const breaks = (answer: Answer | undefined): boolean => (answer?.verdict ?? "proved") !== "proved";
  if (breaks(backward) && breaks(forward)) return "new-version";
  if (breaks(backward)) return "publishers-first";
  return breaks(forward) ? "consumers-first" : "any-order";
}
