import { orderPaid } from "../rule-examples.js";
import { schemaRule } from "../schema-rule.js";

export const branchRemoved = schemaRule("branch-removed", {
  id: "branch-removed",
  title: "A branch of allOf, anyOf or oneOf was removed",
  why: "Messages in the queues may match the removed alternative (anyOf, oneOf): consumers that upgrade first reject them. Without a removed requirement (allOf), publishers may send what old consumers reject.",
  fix: "Keep reading the alternative in this version; leave it out in the next version file.",
  examples: {
    invalid: [
      {
        old: orderPaid({ payee: { anyOf: [{ type: "string" }, { type: "null" }] } }),
        new: orderPaid({ payee: { anyOf: [{ type: "string" }] } }),
      },
      {
        old: orderPaid({ payee: { anyOf: [{ type: "string" }, { const: "nobody" }] } }),
        new: orderPaid({ payee: { anyOf: [{ type: "string" }] } }),
      },
    ],
    valid: [
      {
        old: orderPaid({ payee: { anyOf: [{ type: "string" }] } }),
        new: orderPaid({ payee: { anyOf: [{ type: "null" }, { type: "string" }] } }),
      },
      {
        old: orderPaid({ payee: { anyOf: [{ type: "string" }, { type: "null" }] } }),
        new: orderPaid({ payee: { anyOf: [{ type: "string", maxLength: 9 }, { type: "null" }] } }),
      },
    ],
  },
});
