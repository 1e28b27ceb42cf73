import { orderPaid } from "../rule-examples.js";
import { schemaRule } from "../schema-rule.js";

export const schemaChanged = schemaRule("schema-changed", {
  id: "schema-changed",
  title: "A schema allows nothing now, or no longer nothing",
  why: "A property whose schema is `false` must not be there: messages that have it are rejected by whoever reads with that schema.",
  fix: "Leave the property out of the next version file instead.",
  examples: {
    finds: [
      { old: orderPaid({ note: { type: "string" } }), new: orderPaid({ note: false }) },
      { old: orderPaid({ note: { enum: ["a", "b"], maxLength: 0 } }), new: orderPaid({ note: false }) },
    ],
    passes: [{ old: orderPaid({ note: true }), new: orderPaid({ note: {} }) }],
  },
});
