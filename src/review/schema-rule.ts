import type { Answer, ReportedChange } from "../compare.js";
import type { Break, Rollout } from "../finding.js";
import type { Hit, ReviewRule, ReviewSubject, SchemaChange } from "./review-rule.js";
import { consumersOf } from "./services.js";

/** A rule about one kind of difference in a version file that was edited in place. */
export function schemaRule(
  kind: ReportedChange["kind"],
  doc: Omit<ReviewRule, "judge" | "category" | "severity" | "breaks">,
): ReviewRule {
  return {
    ...doc,
    category: "evolution",
    severity: "error",
    breaks: "both",
    *judge(subject) {
      for (const each of subject.changes) if (each.change.kind === kind) yield hitOf(each, subject);
    },
  };
}

function hitOf({ event, version, change }: SchemaChange, { new: now, old }: ReviewSubject): Hit {
  const breaks = [...breakOf("backward", change.backward), ...breakOf("forward", change.forward)];
  const isBroken = breaks.some(({ verdict }) => verdict === "refuted");
  const readers = [
    ...consumersOf(now.contract, event.name, version.label),
    ...consumersOf(old.contract, event.name, version.label),
  ];
  return {
    place: change.new,
    old: change.old,
    message: change.title,
    severity: breaks.length > 0 ? "error" : "info",
    ...(breaks.length > 0 && !isBroken ? { help: undecided } : {}),
    event: event.name,
    version: version.label,
    breaks,
    ...(change.target === undefined ? {} : { target: change.target }),
    rollout: rolloutOf(change),
    services: breaks.length > 0 ? [...new Set(readers)].sort() : [],
  };
}

const undecided =
  "Nobody can say by the schemas alone whether this breaks: decide it by hand, and accept it in review.json with the reason.";

function breakOf(direction: "backward" | "forward", answer: Answer | undefined): readonly Break[] {
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

/** Only who reads what is in the queues, or only who is left behind: then an order of deployment helps. */
function rolloutOf({ backward, forward }: ReportedChange): Rollout {
  const breaks = (answer: Answer | undefined): boolean => (answer?.verdict ?? "proved") !== "proved";
  if (breaks(backward) && breaks(forward)) return "new-version";
  if (breaks(backward)) return "publishers-first";
  return breaks(forward) ? "consumers-first" : "any-order";
}
