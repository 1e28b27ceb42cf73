import { orderPaid } from "../rule-examples.js";
import { schemaRule } from "../schema-rule.js";

export const keywordAdded = schemaRule("keyword-added", {
  id: "keyword-added",
  title: "A constraint was added",
  why: "Messages that were valid may now be invalid: consumers that upgrade first reject messages already in the queues.",
  fix: "Enforce it in the publisher's own code, or add it in the next version file.",
  examples: {
    invalid: [
      {
        old: orderPaid({ note: { type: "string" } }),
        new: orderPaid({ note: { type: "string", maxLength: 20 } }),
      },
      {
        old: orderPaid({ currency: { enum: ["EUR"] } }),
        new: orderPaid({ currency: { enum: ["EUR"], maxLength: 3 } }),
      },
    ],
    valid: [
      {
        old: orderPaid({ note: { type: "string", maxLength: 20 } }),
        new: orderPaid({ note: { type: "string", maxLength: 30 } }),
      },
      {
        old: orderPaid({ note: { type: "string" } }),
        new: orderPaid({ note: { type: "string", description: "for people" } }),
      },
    ],
  },
});
