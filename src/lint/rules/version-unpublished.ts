import { publicationState } from "../../contract/publication.js";
import type { LintRule } from "../lint-rule.js";

/** Versions that are there before their first message, or after the last one. */
export const versionUnpublished: LintRule = {
  id: "version-unpublished",
  category: "evolution",
  on: false,
  severity: "info",
  title: "A version that no service publishes",
  why: "A version that is not published yet may still change, and no consumer needs it. One that is no longer published can be removed once no queue contains it.",
  fix: "Add the version to `publishes` of its service in contract.json once every consumer handles it; or mark it `deprecated` with a `sunset`, and remove it after that date.",
  examples: {
    invalid: [
      {
        "contract.json": { services: { "svc-order": { publishes: { order_paid: ["v1"] } } } },
        "order_paid/v1.json": { type: "object" },
        "order_paid/v2.json": { type: "object" },
      },
      {
        "contract.json": { services: { "svc-order": { publishes: { order_paid: ["v2"] } } } },
        "order_paid/v1.json": { type: "object" },
        "order_paid/v2.json": { type: "object" },
      },
    ],
    valid: [
      {
        "contract.json": { services: { "svc-order": { publishes: { order_paid: ["v1", "v2"] } } } },
        "order_paid/v1.json": { type: "object" },
        "order_paid/v2.json": { type: "object" },
      },
      {
        "contract.json": {
          services: {
            "svc-order": { publishes: { order_paid: ["v2"] } },
            "svc-shop": { publishes: { order_paid: ["v1"] } },
          },
        },
        "order_paid/v1.json": { type: "object" },
        "order_paid/v2.json": { type: "object" },
      },
      {
        "contract.json": { services: { "svc-order": { publishes: { order_paid: ["v2"] } } } },
        "order_paid/event.json": { versions: { v1: { deprecated: true } } },
        "order_paid/v1.json": { type: "object" },
        "order_paid/v2.json": { type: "object" },
      },
      {
        "contract.json": { services: { "svc-order": { publishes: ["order_paid"] } } },
        "order_paid/v1.json": { type: "object" },
      },
    ],
  },
  *judge({ contract }) {
    for (const { name, versions } of contract.events) {
      for (const { label, deprecated, source } of versions) {
        const state = publicationState(contract, name, label);
        const version = `${label} of ${JSON.stringify(name)}`;
        if (state === "not-yet")
          yield {
            file: source.path,
            message: `No service publishes ${version} yet.`,
            help: "Add it to `publishes` of its service in contract.json once every consumer handles it; until then it may still change.",
          };
        else if (state === "no-longer" && !deprecated)
          yield {
            file: source.path,
            message: `No service publishes ${version} any longer.`,
            help: "Mark it `deprecated` with a `sunset`, and remove it after that date, once no queue contains it.",
          };
      }
    }
  },
};
