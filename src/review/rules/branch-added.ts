import { orderPaid } from "../rule-examples.js";
import { schemaRule } from "../schema-rule.js";

export const branchAdded = schemaRule("branch-added", {
  id: "branch-added",
  title: "A branch of allOf, anyOf or oneOf was added",
  why: "A further alternative lets publishers send what consumers that did not upgrade reject; a further demand rejects what is in the queues.",
  fix: "Roll an alternative out to all consumers first; put a demand into the next version file.",
  examples: {
    finds: [
      {
        old: orderPaid({ payee: { anyOf: [{ type: "string" }] } }),
        new: orderPaid({ payee: { anyOf: [{ type: "string" }, { type: "null" }] } }),
      },
      {
        old: orderPaid({ payee: { anyOf: [{ type: "string" }] } }),
        new: orderPaid({ payee: { anyOf: [{ type: "string" }, { const: "nobody" }] } }),
      },
    ],
    passes: [
      {
        old: orderPaid({ payee: { anyOf: [{ type: "string" }, { type: "null" }] } }),
        new: orderPaid({ payee: { anyOf: [{ type: "string" }] } }),
      },
      {
        old: orderPaid({ payee: { anyOf: [{ type: "string" }, { type: "null" }] } }),
        new: orderPaid({ payee: { anyOf: [{ type: "null" }, { type: "string" }] } }),
      },
    ],
  },
});
