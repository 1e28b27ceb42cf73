import { orderPaid } from "../rule-examples.js";
import { schemaRule } from "../schema-rule.js";

export const enumValueAdded = schemaRule("enum-value-added", {
  id: "enum-value-added",
  title: "An enum value was added",
  why: "Consumers that do not upgrade reject the first message with this value, and their `switch` has no case for it.",
  fix: "Upgrade all consumers before a publisher sends it, or add it in the next version file.",
  examples: {
    invalid: [
      {
        old: orderPaid({ currency: { enum: ["EUR"] } }),
        new: orderPaid({ currency: { enum: ["EUR", "GBP"] } }),
      },
      {
        old: orderPaid({ currency: { type: "string", enum: ["EUR"] } }),
        new: orderPaid({ currency: { type: "string", enum: ["EUR", null] } }),
      },
    ],
    valid: [
      {
        old: orderPaid({ currency: { enum: ["EUR", "GBP"] } }),
        new: orderPaid({ currency: { enum: ["EUR"] } }),
      },
      {
        old: orderPaid({ currency: { enum: ["EUR", "GBP"] } }),
        new: orderPaid({ currency: { enum: ["GBP", "EUR"] } }),
      },
    ],
  },
});
