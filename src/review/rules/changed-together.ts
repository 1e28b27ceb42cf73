import { event, majority, orderPaid } from "../rule-examples.js";
import { schemaRule } from "../schema-rule.js";

export const changedTogether = schemaRule("together", {
  id: "changed-together",
  otherSeverities: {}, // found only by a message that is rejected
  title: "Changes that break only in combination",
  why: "Together, the changes reject messages that each of them alone would accept.",
  fix: "Make the changes in the next version file.",
  examples: {
    invalid: [{ old: event({ v1: majority(0) }), new: event({ v1: majority(5) }) }],
    valid: [{ old: orderPaid({ note: true }), new: orderPaid({}) }],
  },
});
