import { orderPaid } from "../rule-examples.js";
import { schemaRule } from "../schema-rule.js";

export const enumValueRemoved = schemaRule("enum-value-removed", {
  id: "enum-value-removed",
  title: "An enum value was removed",
  why: "Messages in the queues may contain it, and publishers that do not upgrade still send it: consumers that upgrade first reject them.",
  fix: "First stop sending it but keep reading it; remove it in the next version file.",
  examples: {
    invalid: [
      {
        old: orderPaid({ currency: { enum: ["EUR", "GBP"] } }),
        new: orderPaid({ currency: { enum: ["EUR"] } }),
      },
      {
        old: orderPaid({ currency: { type: "string", enum: ["EUR", null] } }),
        new: orderPaid({ currency: { type: "string", enum: ["EUR"] } }),
      },
    ],
    valid: [
      {
        old: orderPaid({ currency: { enum: ["EUR"] } }),
        new: orderPaid({ currency: { enum: ["GBP", "EUR"] } }),
      },
    ],
  },
});
