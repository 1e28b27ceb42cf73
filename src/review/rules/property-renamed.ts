import { orderPaid, used } from "../rule-examples.js";
import { schemaRule, severitiesOfLoss } from "../schema-rule.js";

export const propertyRenamed = schemaRule("property-renamed", {
  id: "property-renamed",
  otherSeverities: severitiesOfLoss,
  title: "A property was renamed",
  why: "For everybody else it is one property that is gone and another one that nobody knows: consumers left behind read nothing where the value was, and those that upgrade first find nothing in old messages. That is at least a warning, since no message need be rejected for it.",
  fix: "Add the new name beside the old one, send both until nobody reads the old one, and leave it out in the next version file.",
  examples: {
    finds: [
      {
        old: orderPaid({ method: { enum: ["card"] } }),
        new: orderPaid({ paymentMethod: { enum: ["card"] } }),
      },
      {
        old: used(orderPaid({ method: { enum: ["card"] } })),
        new: used(orderPaid({ paymentMethod: { enum: ["card"] } })),
      },
      {
        old: used(orderPaid({ method: { enum: ["card"] } }, ["method"])),
        new: used(orderPaid({ paymentMethod: { enum: ["card"] } }, ["paymentMethod"])),
      },
    ],
    passes: [
      {
        old: orderPaid({ method: { enum: ["card"] } }),
        new: orderPaid({ paymentMethod: { enum: ["cash"] } }),
      },
    ],
  },
});
