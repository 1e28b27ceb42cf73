import { schemaAt } from "../../contract/bundle.js";
import type { EventVersion } from "../../contract/contract.js";
import { namesProperty, payloadSteps } from "../payload-path.js";
import type { ReviewRule, Side } from "../review-rule.js";
import { event, used } from "../rule-examples.js";
import { consumersOf } from "../services.js";

const order = (properties: object) => ({ type: "object", properties: { orderId: {}, ...properties } });
const reserved = { versions: { v1: { reserved: ["/note"] } } };

export const propertyReserved: ReviewRule = {
  id: "property-reserved",
  category: "evolution",
  severity: "error",
  breaks: "consumers",
  title: "A property has a reserved name",
  why: "The name belonged to a removed property. Messages with its old meaning may still be queued, and consumers that do not upgrade still read it that way; comparing the schema with the one before this change cannot detect that.",
  fix: "Choose another name, or add the property in the next version file. Remove the name from `reserved` once no such messages and consumers are left.",
  examples: {
    invalid: [
      {
        old: event({ v1: order({}) }, reserved),
        new: event({ v1: order({ note: { type: "number" } }) }, reserved),
      },
      { old: event({ v1: order({}) }, reserved), new: event({ v1: order({ note: {} }) }) },
      {
        old: used(event({ v1: order({}) }, reserved)),
        new: used(event({ v1: order({ note: { type: "number" } }) }, reserved)),
      },
    ],
    valid: [
      {
        old: event({ v1: order({}) }, reserved),
        new: event({ v1: order({ to: { properties: { note: {} } } }) }, reserved),
      },
      {
        old: event({ v1: order({ note: {} }) }),
        new: event({ v1: order({ note: {} }) }, reserved),
      },
      {
        old: event({ v1: order({}) }, reserved),
        new: event({ v1: order({}), v2: order({ note: {} }) }, reserved),
      },
    ],
  },
  *judge({ old, new: now, kept, renamed }) {
    for (const events of [...kept, ...renamed]) {
      for (const version of events.new.versions) {
        const before = events.old.versions.find(({ label }) => label === version.label);
        if (before === undefined) continue;
        for (const pointer of new Set([...before.reserved, ...version.reserved])) {
          if (!names(now, version, pointer) || names(old, before, pointer)) continue;
          yield {
            place: { file: version.source.path, pointer: "" },
            message: `Property ${pointer} has a name that is reserved in ${version.label}.`,
            subject: [pointer, version.label],
            event: events.new.name,
            version: version.label,
            breaks: [
              {
                direction: "backward",
                verdict: "unknown",
                reason: "messages with its former meaning may still be queued",
              },
            ],
            rollout: "new-version",
            services: [...new Set(consumersOf(now.contract, events.new.name, version.label))].sort(),
          };
        }
      }
    }
  },
};

function names({ contract: { definitions } }: Side, { location }: EventVersion, pointer: string): boolean {
  const resolve = (each: string) => schemaAt(each, definitions);
  return namesProperty(resolve(location), payloadSteps(pointer), resolve);
}
