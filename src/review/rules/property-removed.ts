import { orderPaid } from "../rule-examples.js";
import { schemaRule } from "../schema-rule.js";

export const propertyRemoved = schemaRule("property-removed", {
  id: "property-removed",
  title: "A property was removed",
  why: "Publishers that upgrade stop sending it, and consumers that need it have nothing to read. Where it was required, every consumer that did not upgrade rejects the messages.",
  fix: "Stop requiring it, wait until nobody reads it, and remove it in the next version file.",
  examples: {
    firing: [{ old: orderPaid({ note: { type: "string" } }), new: orderPaid({}) }],
    quiet: [{ old: orderPaid({}), new: orderPaid({}) }],
  },
});
