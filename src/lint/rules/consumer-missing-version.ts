import type { Contract } from "../../contract/contract.js";
import { type PublicationState, publicationState } from "../../contract/publication.js";
import type { LintRule } from "../lint-rule.js";
import { consumedEvents } from "../settings-places.js";

const handle = "Handle the version and add it to `versions` before it is published.";

/** A version that a publisher may send and this service does not read. */
export const consumerMissingVersion: LintRule = {
  id: "consumer-missing-version",
  category: "evolution",
  on: true,
  severity: "warning",
  title: "A service that does not handle a current version",
  why: "Its queue receives every version of the event; versions without a handler become dead letters as soon as they are published.",
  fix: `${handle} If \`publishes\` lists versions, only those are required.`,
  examples: {
    invalid: [
      {
        "contract.json": { services: { "svc-billing": { consumes: { order_paid: { versions: ["v1"] } } } } },
        "order_paid/v1.json": { type: "object" },
        "order_paid/v2.json": { type: "object" },
      },
      {
        "contract.json": { services: { "svc-billing": { consumes: { order_paid: { versions: ["v2"] } } } } },
        "order_paid/v1.json": { type: "object" },
        "order_paid/v2.json": { type: "object" },
        "order_paid/v3.json": { type: "object" },
      },
      {
        "contract.json": {
          services: {
            "svc-order": { publishes: { order_paid: ["v2"] } },
            "svc-shop": { publishes: ["order_paid"] },
            "svc-billing": { consumes: { order_paid: { versions: ["v1", "v2"] } } },
          },
        },
        "order_paid/v1.json": { type: "object" },
        "order_paid/v2.json": { type: "object" },
        "order_paid/v3.json": { type: "object" },
      },
    ],
    valid: [
      {
        "contract.json": {
          services: { "svc-billing": { consumes: { order_paid: { versions: ["v1", "v2"] } } } },
        },
        "order_paid/v1.json": { type: "object" },
        "order_paid/v2.json": { type: "object" },
      },
      {
        "contract.json": { services: { "svc-billing": { consumes: { order_paid: { versions: ["v2"] } } } } },
        "order_paid/event.json": { versions: { v1: { deprecated: true } } },
        "order_paid/v1.json": { type: "object" },
        "order_paid/v2.json": { type: "object" },
      },
      {
        "contract.json": { services: { "svc-billing": { consumes: { order_paid: {} } } } },
        "order_paid/v1.json": { type: "object" },
        "order_paid/v2.json": { type: "object" },
      },
      {
        "contract.json": {
          services: {
            "svc-order": { publishes: { order_paid: ["v2"] } },
            "svc-billing": { consumes: { order_paid: { versions: ["v2"] } } },
          },
        },
        "order_paid/v1.json": { type: "object" },
        "order_paid/v2.json": { type: "object" },
        "order_paid/v3.json": { type: "object" },
      },
    ],
  },
  *judge(subject) {
    for (const { service, event, consumption, pointer } of consumedEvents(subject)) {
      const handled = consumption.versions;
      if (handled === undefined) continue;
      const missing = event.versions
        .filter(({ label, deprecated }) => !deprecated && !handled.includes(label))
        .filter(({ label }) => isSent(publicationState(subject.contract, event.name, label)))
        .map(({ label }) => label);
      if (missing.length === 0) continue;
      const message = `${JSON.stringify(service)} does not handle ${missing.join(", ")} of ${JSON.stringify(event.name)}; ${missing.length === 1 ? "its" : "their"} messages become dead letters.`;
      const help = isListedByAll(subject.contract, event.name) ? handle : undefined;
      yield { file: "contract.json", pointer: `${pointer}/versions`, message, ...(help && { help }) };
    }
  },
};

/** Whether each publisher lists its versions, so that none of those reported would be spared by a list. */
function isListedByAll({ services }: Contract, event: string): boolean {
  const publications = services.flatMap(({ publishes }) => publishes.get(event) ?? []);
  return publications.length > 0 && publications.every(({ versions }) => versions !== undefined);
}

function isSent(state: PublicationState): boolean {
  return state === "published" || state === "unknown";
}
