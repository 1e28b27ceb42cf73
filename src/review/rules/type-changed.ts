import { event, orderPaid } from "../rule-examples.js";
import { schemaRule } from "../schema-rule.js";

const ref = { $ref: "../_shared/amount.json" };
const shared = (amount: object) => ({
  "_shared/amount.json": amount,
  ...event({ v1: { properties: { total: ref, tax: ref } }, v2: { properties: { total: ref } } }),
});

export const typeChanged = schemaRule("type-changed", {
  id: "type-changed",
  title: "A type changed",
  why: "A narrower type rejects messages of old publishers; a wider type lets new publishers send what old consumers reject; a different type does both.",
  fix: "Keep the type and add another property with the new type, or change it in the next version file.",
  examples: {
    invalid: [
      { old: orderPaid({ amount: { type: "integer" } }), new: orderPaid({ amount: { type: "number" } }) },
      {
        old: orderPaid({ amount: { type: "integer", enum: [1] } }),
        new: orderPaid({ amount: { type: "number", enum: [1] } }),
      },
      { old: orderPaid({ amount: { type: "integer" } }), new: orderPaid({ amount: { type: "string" } }) },
      { old: shared({ type: "integer" }), new: shared({ type: "number" }) },
    ],
    valid: [
      {
        old: orderPaid({ amount: { type: "integer" } }),
        new: orderPaid({ amount: { type: "integer", minimum: 0 } }),
      },
      {
        old: orderPaid({ amount: { type: ["integer", "null"] } }),
        new: orderPaid({ amount: { type: ["null", "integer"] } }),
      },
    ],
  },
});
