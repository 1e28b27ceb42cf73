import { orderPaid } from "../rule-examples.js";
import { schemaRule } from "../schema-rule.js";

export const keywordRemoved = schemaRule("keyword-removed", {
  id: "keyword-removed",
  title: "A constraint was removed",
  why: "Publishers that upgrade may send what consumers that do not upgrade still reject.",
  fix: "Upgrade all consumers before a publisher relies on this, or remove the constraint in the next version file.",
  examples: {
    invalid: [
      {
        old: orderPaid({ note: { type: "string", maxLength: 20 } }),
        new: orderPaid({ note: { type: "string" } }),
      },
      {
        old: orderPaid({ currency: { enum: ["EUR"], maxLength: 3 } }),
        new: orderPaid({ currency: { enum: ["EUR"] } }),
      },
    ],
    valid: [
      {
        old: orderPaid({ note: { type: "string", maxLength: 20 } }),
        new: orderPaid({ note: { type: "string", maxLength: 10 } }),
      },
      {
        old: orderPaid({ note: { type: "string", default: "" } }),
        new: orderPaid({ note: { type: "string" } }),
      },
    ],
  },
});
