import { event, orderPaid, used } from "../rule-examples.js";
import { schemaRule } from "../schema-rule.js";

const closed = (properties: object) =>
  event({ v1: { type: "object", properties: { orderId: {}, ...properties }, additionalProperties: false } });

export const propertyAdded = schemaRule("property-added", {
  id: "property-added",
  title: "A property was added",
  why: "Consumers ignore unknown properties, so an optional property breaks nothing, unless the schema is closed (`additionalProperties: false`): then every consumer that does not upgrade rejects the first message that has it.",
  fix: "Upgrade the consumers first, or add the property in the next version file; leave reader schemas open.",
  examples: {
    invalid: [
      { old: orderPaid({}), new: orderPaid({ note: { type: "string" } }) },
      { old: used(closed({})), new: used(closed({ note: { type: "string" } })) },
    ],
    valid: [
      { old: orderPaid({ note: { type: "string" } }), new: orderPaid({}) },
      { old: orderPaid({ note: {} }), new: orderPaid({ note: { type: "string" } }) },
    ],
  },
});
