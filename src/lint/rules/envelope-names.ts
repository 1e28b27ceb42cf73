import { declaredNames } from "../../contract/object-shape.js";
import { valueAt } from "../../json/pointer.js";
import type { LintRule } from "../lint-rule.js";

/** Names that the body envelope takes; where it is in use, the loader refuses them. */
export const envelopeNames: LintRule = {
  id: "envelope-names",
  category: "wire",
  on: false,
  severity: "info",
  title: "A property with a name that the body envelope uses",
  why: "The body envelope uses `version` and `event` at the top of the body, so this event can never switch to it, and consumers in other languages may mistake the properties for an envelope.",
  fix: "Rename the property, unless the event will never use the body envelope.",
  examples: {
    invalid: [
      { "order_paid/v1.json": { type: "object", properties: { version: { type: "integer" } } } },
      {
        "_shared/base.json": { type: "object", properties: { event: { type: "string" } } },
        "order_paid/v1.json": { allOf: [{ $ref: "../_shared/base.json" }] },
      },
    ],
    valid: [
      {
        "order_paid/v1.json": {
          type: "object",
          properties: { details: { type: "object", properties: { version: { type: "integer" } } } },
        },
      },
    ],
  },
  *judge({ contract }) {
    const resolve = (location: string) => contract.definitions.get(location)?.schema ?? true;
    for (const { versions } of contract.events) {
      for (const { location, source } of versions) {
        const names = new Set(declaredNames(resolve(location), resolve));
        for (const name of ["version", "event"].filter((each) => names.has(each))) {
          const own = `/properties/${name}`;
          yield {
            file: source.path,
            pointer: valueAt(source.value, own) === undefined ? "" : own,
            part: "key",
            message: `The payload has a property "${name}", which the body envelope uses.`,
          };
        }
      }
    }
  },
};
