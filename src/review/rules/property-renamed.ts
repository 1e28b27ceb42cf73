import { orderPaid, used } from "../rule-examples.js";
import { schemaRule, severitiesOfLoss } from "../schema-rule.js";

export const propertyRenamed = schemaRule("property-renamed", {
  id: "property-renamed",
  otherSeverities: severitiesOfLoss,
  title: "A property was renamed",
  why: "To other services, a rename is one removed property and one unknown property: consumers that do not upgrade no longer find the value, and those that upgrade first do not find it in old messages. This is at least a warning, since it may break services without any rejected message.",
  fix: "Add the new name and keep the old one, send both until no consumer reads the old one, and remove it in the next version file.",
  examples: {
    invalid: [
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
    valid: [
      {
        old: orderPaid({ method: { enum: ["card"] } }),
        new: orderPaid({ paymentMethod: { enum: ["cash"] } }),
      },
    ],
  },
});
