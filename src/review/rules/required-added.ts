import { event, orderPaid } from "../rule-examples.js";
import { schemaRule } from "../schema-rule.js";

export const requiredAdded = schemaRule("required-added", {
  id: "required-added",
  title: "A property became required",
  why: "Messages in the queues, and those of publishers that do not upgrade, may lack it: consumers that upgrade first reject them.",
  fix: "Leave it optional in this version; require it in the next version file.",
  examples: {
    invalid: [
      {
        old: orderPaid({ note: { type: "string" } }),
        new: orderPaid({ note: { type: "string" } }, ["note"]),
      },
      {
        old: event({ v1: { allOf: [{ required: ["note"] }] } }),
        new: event({ v1: { allOf: [{ required: ["note"] }], required: ["note"] } }),
      },
    ],
    valid: [
      { old: orderPaid({}), new: orderPaid({ note: { type: "string" } }) },
      {
        old: orderPaid({ note: { type: "string" } }),
        new: orderPaid({ note: { type: "string", title: "a note" } }),
      },
    ],
  },
});
