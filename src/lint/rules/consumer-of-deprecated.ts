import type { LintRule } from "../lint-rule.js";
import { consumedEvents, isPastSunset } from "../settings-places.js";

/** What a team has still to move away from. */
export const consumerOfDeprecated: LintRule = {
  id: "consumer-of-deprecated",
  category: "evolution",
  on: false,
  severity: "info",
  title: "A service that handles a deprecated version",
  why: "The version can be removed only once no service handles it; a service that still does no longer compiles.",
  fix: "Remove the handler once no publisher sends the version and no queue contains it.",
  examples: {
    invalid: [
      {
        "contract.json": {
          services: { "svc-billing": { consumes: { order_paid: { versions: ["v1", "v2"] } } } },
        },
        "order_paid/event.json": { versions: { v1: { deprecated: true } } },
        "order_paid/v1.json": { type: "object" },
        "order_paid/v2.json": { type: "object" },
      },
      {
        "contract.json": { services: { "svc-billing": { consumes: { order_paid: { versions: ["v1"] } } } } },
        "order_paid/event.json": { versions: { v1: { deprecated: true, sunset: "2020-06-30" } } },
        "order_paid/v1.json": { type: "object" },
      },
      {
        "contract.json": { services: { "svc-billing": { consumes: { order_paid: { versions: ["v1"] } } } } },
        "order_paid/event.json": { versions: { v1: { sunset: "2020-06-30" } } },
        "order_paid/v1.json": { type: "object" },
      },
    ],
    valid: [
      {
        "contract.json": { services: { "svc-billing": { consumes: { order_paid: { versions: ["v2"] } } } } },
        "order_paid/event.json": { versions: { v1: { deprecated: true } } },
        "order_paid/v1.json": { type: "object" },
        "order_paid/v2.json": { type: "object" },
      },
      {
        "contract.json": { services: { "svc-billing": { consumes: { order_paid: {} } } } },
        "order_paid/event.json": { versions: { v1: { deprecated: true } } },
        "order_paid/v1.json": { type: "object" },
      },
    ],
  },
  *judge(subject) {
    for (const { service, event, consumption, pointer } of consumedEvents(subject)) {
      for (const [index, label] of (consumption.versions ?? []).entries()) {
        const version = event.versions.find((each) => each.label === label);
        const past = version !== undefined && isPastSunset(version, subject);
        if (!version?.deprecated && !past) continue;
        const state = past ? `past its sunset (${version.sunset})` : "deprecated";
        const message = `${JSON.stringify(service)} handles ${label} of ${JSON.stringify(event.name)}, which is ${state}.`;
        yield { file: "contract.json", pointer: `${pointer}/versions/${index}`, message };
      }
    }
  },
};
