import { event, orderPaid, used } from "../rule-examples.js";
import { schemaRule, severitiesOfLoss } from "../schema-rule.js";

const closed = (properties: object) =>
  event({ v1: { type: "object", properties, additionalProperties: false } });

export const propertyRemoved = schemaRule("property-removed", {
  id: "property-removed",
  otherSeverities: severitiesOfLoss,
  title: "A property was removed",
  why: "Publishers that upgrade stop sending it. If it was required, every consumer that does not upgrade rejects the messages. If it was optional, nothing is rejected, but the value is silently lost: code that reads it finds `undefined`. That is a warning, or an error if `contract.json` has a consumer of the version or `--code` finds code that reads it.",
  fix: "Stop requiring it, wait until no consumer reads it, and remove it in the next version file.",
  examples: {
    invalid: [
      { old: orderPaid({ note: { type: "string" } }), new: orderPaid({}) },
      { old: used(orderPaid({ note: {} })), new: used(orderPaid({})) },
      { old: used(orderPaid({ note: {} }, ["note"])), new: used(orderPaid({})) },
      { old: closed({ orderId: {}, note: {} }), new: closed({ orderId: {} }) },
    ],
    valid: [
      { old: orderPaid({}), new: orderPaid({ note: { type: "string" } }) },
      { old: orderPaid({ note: {} }, ["note"]), new: orderPaid({ note: {} }) },
    ],
  },
});
