import { event, orderPaid } from "../rule-examples.js";
import { schemaRule } from "../schema-rule.js";

export const requiredRemoved = schemaRule("required-removed", {
  id: "required-removed",
  title: "A property is no longer required",
  why: "Publishers that upgrade may omit it, but consumers that do not upgrade still require it.",
  fix: "Upgrade all consumers before a publisher omits it, or make it optional in the next version file.",
  examples: {
    invalid: [
      {
        old: orderPaid({ note: { type: "string" } }, ["note"]),
        new: orderPaid({ note: { type: "string" } }),
      },
      {
        old: event({ v1: { allOf: [{ required: ["note"] }], required: ["note"] } }),
        new: event({ v1: { allOf: [{ required: ["note"] }] } }),
      },
    ],
    valid: [
      {
        old: orderPaid({ note: { type: "string" } }),
        new: orderPaid({ note: { type: "string" } }, ["note"]),
      },
    ],
  },
});
