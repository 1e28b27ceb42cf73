import { orderPaid } from "../rule-examples.js";
import { schemaRule } from "../schema-rule.js";

export const schemaChanged = schemaRule("schema-changed", {
  id: "schema-changed",
  title: "A schema became, or is no longer, `false`",
  why: "A property whose schema is `false` is not allowed: consumers with that schema reject messages that contain it.",
  fix: "Remove the property in the next version file instead.",
  examples: {
    invalid: [
      { old: orderPaid({ note: { type: "string" } }), new: orderPaid({ note: false }) },
      { old: orderPaid({ note: { enum: ["a", "b"], maxLength: 0 } }), new: orderPaid({ note: false }) },
    ],
    valid: [
      { old: orderPaid({ note: true }), new: orderPaid({ note: { type: "string" } }) },
      { old: orderPaid({ note: true }), new: orderPaid({ note: {} }) },
    ],
  },
});
