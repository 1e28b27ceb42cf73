import { event, orderPaid } from "../rule-examples.js";
import { schemaRule } from "../schema-rule.js";

export const requiredRemoved = schemaRule("required-removed", {
  id: "required-removed",
  title: "A property is no longer required",
  why: "Publishers that upgrade may leave it out, and consumers that did not upgrade still demand it.",
  fix: "Upgrade all consumers before a publisher leaves it out, or make it optional in the next version file.",
  examples: {
    finds: [
      {
        old: orderPaid({ note: { type: "string" } }, ["note"]),
        new: orderPaid({ note: { type: "string" } }),
      },
      {
        old: event({ v1: { allOf: [{ required: ["note"] }], required: ["note"] } }),
        new: event({ v1: { allOf: [{ required: ["note"] }] } }),
      },
    ],
    passes: [
      {
        old: orderPaid({ note: { type: "string" } }),
        new: orderPaid({ note: { type: "string" } }, ["note"]),
      },
    ],
  },
});
