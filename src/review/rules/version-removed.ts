import { publicationState } from "../../contract/publication.js";
import type { GradedReviewRule } from "../review-rule.js";
import { event, published, used } from "../rule-examples.js";
import { consumersOf, publishersOf, together } from "../services.js";

export const versionRemoved: GradedReviewRule<"info"> = {
  id: "version-removed",
  category: "evolution",
  severity: "error",
  otherSeverities: { info: "after its sunset, or before its first message" },
  breaks: "both",
  title: "A version was removed",
  why: "Messages of the version may still be queued, and publishers that do not upgrade still send it: consumers generated without it dead-letter them.",
  fix: "Mark it `deprecated` with a `sunset` in event.json, and remove it after that date.",
  examples: {
    invalid: [
      { old: event({ v1: {}, v2: {} }), new: event({ v2: {} }) },
      {
        old: event({ v1: {}, v2: {} }, { versions: { v1: { deprecated: true, sunset: "2020-01-31" } } }),
        new: event({ v2: {} }),
      },
      {
        old: used(
          event({ v1: {}, v2: {} }, { versions: { v1: { deprecated: true, sunset: "2999-12-31" } } }),
        ),
        new: used(event({ v2: {} })),
      },
      {
        old: event({ v1: {}, v2: {} }, { versions: { v1: { deprecated: true } } }),
        new: event({ v2: {} }),
      },
      {
        old: event({ v1: {}, v2: {} }, { versions: { v1: { sunset: "2020-01-31" } } }),
        new: event({ v2: {} }),
      },
      {
        old: published({ v1: {}, v2: {} }, ["v1"]),
        new: published({ v1: {} }, ["v1"]),
      },
    ],
    valid: [
      { old: event({ v2: {} }), new: event({ v1: {}, v2: {} }) },
      {
        old: { ...event({ v1: {} }), "other/v1.json": {} },
        new: event({ v1: {} }),
      },
    ],
  },
  *judge({ kept, renamed, old, new: now, today }) {
    for (const events of [...kept, ...renamed]) {
      for (const version of events.old.versions) {
        if (events.new.versions.some(({ label }) => label === version.label)) continue;
        const { sunset, deprecated, label } = version;
        const isOver = deprecated && sunset !== undefined && sunset < today;
        const { name } = events.new;
        const isUnsent = publicationState(old.contract, events.old.name, label) === "not-yet";
        const breaksNobody = isOver || isUnsent;
        yield {
          place: { file: version.source.path },
          gone: true,
          message: `${label} of ${name} was removed${isOver ? `, after its sunset of ${sunset}` : isUnsent ? "; no service had published it yet" : ""}.`,
          subject: [name, label, isOver ? sunset : null, isUnsent],
          ...(breaksNobody
            ? { severity: "info" }
            : deprecated &&
              sunset !== undefined && { help: `Its sunset is ${sunset}: remove it after that date.` }),
          event: name,
          version: label,
          breaks: breaksNobody ? [] : [{ direction: "wire", verdict: "refuted", reason: deadLetters(label) }],
          rollout: breaksNobody ? "any-order" : "publishers-first",
          target: { kind: "version" },
          services: together(
            consumersOf(old.contract, events.old.name, label),
            publishersOf(now.contract, name),
          ),
        };
      }
    }
  },
};

function deadLetters(label: string): string {
  return `${label} messages in the queues, and those of publishers that do not upgrade, are dead-lettered`;
}
