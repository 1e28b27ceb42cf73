import { orderPaid } from "../rule-examples.js";
import { schemaRule } from "../schema-rule.js";

export const keywordChanged = schemaRule("keyword-changed", {
  id: "keyword-changed",
  title: "A constraint changed",
  why: "A tighter one rejects what is in the queues, a looser one lets publishers send what consumers that did not upgrade reject.",
  fix: "Change it in the next version file; a looser one can also be rolled out to consumers first.",
  examples: {
    finds: [
      {
        old: orderPaid({ note: { type: "string", maxLength: 20 } }),
        new: orderPaid({ note: { type: "string", maxLength: 30 } }),
      },
    ],
    passes: [
      {
        old: orderPaid({ note: { type: "string", pattern: "^a" } }),
        new: orderPaid({ note: { type: "string", pattern: "^a", maxLength: 20 } }),
      },
    ],
  },
});
