import { orderPaid } from "../rule-examples.js";
import { schemaRule } from "../schema-rule.js";

export const branchAdded = schemaRule("branch-added", {
  id: "branch-added",
  title: "A branch of allOf, anyOf or oneOf was added",
  why: "A new alternative (anyOf, oneOf) lets publishers send what consumers that do not upgrade reject; a new requirement (allOf) rejects messages already in the queues.",
  fix: "Roll out an alternative to all consumers first; add a requirement in the next version file.",
  fixes: {
    tighter: "Add it in the next version file.",
    looser: "Upgrade all consumers before a publisher sends it, or add it in the next version file.",
  },
  examples: {
    invalid: [
      {
        old: orderPaid({ payee: { anyOf: [{ type: "string" }] } }),
        new: orderPaid({ payee: { anyOf: [{ type: "string" }, { type: "null" }] } }),
      },
      {
        old: orderPaid({ payee: { anyOf: [{ type: "string" }] } }),
        new: orderPaid({ payee: { anyOf: [{ type: "string" }, { const: "nobody" }] } }),
      },
    ],
    valid: [
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
