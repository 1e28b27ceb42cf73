import { orderPaid, used } from "../rule-examples.js";
import { schemaRule } from "../schema-rule.js";

const noneThreeTimes = "^(?!.*(.).*\\1.*\\1)\\w";

export const keywordChanged = schemaRule("keyword-changed", {
  id: "keyword-changed",
  title: "A constraint changed",
  why: "A tighter constraint rejects messages already in the queues; a looser one lets publishers send what consumers that do not upgrade reject.",
  fix: "Change it in the next version file; a looser constraint can also be rolled out to consumers first.",
  fixes: {
    tighter: "Change it in the next version file.",
    looser: "Upgrade all consumers before a publisher relies on this, or change it in the next version file.",
  },
  examples: {
    invalid: [
      {
        old: orderPaid({ note: { type: "string", maxLength: 20 } }),
        new: orderPaid({ note: { type: "string", maxLength: 30 } }),
      },
      {
        old: orderPaid({ currency: { enum: ["EUR"], maxLength: 3 } }),
        new: orderPaid({ currency: { enum: ["EUR"], maxLength: 9 } }),
      },
      // the patterns have back-references, so that the schemas alone cannot settle it
      {
        old: used(orderPaid({ code: { type: "string", pattern: `${noneThreeTimes}{40}$` } })),
        new: used(orderPaid({ code: { type: "string", pattern: `${noneThreeTimes}{40,41}$` } })),
      },
    ],
    valid: [
      {
        old: orderPaid({ note: { type: "string", pattern: "^a" } }),
        new: orderPaid({ note: { type: "string", pattern: "^a", maxLength: 20 } }),
      },
    ],
  },
});
