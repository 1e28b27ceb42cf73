import { valueAt } from "../../json/pointer.js";
import type { LintRule } from "../lint-rule.js";
import { settingsFiles } from "../settings-places.js";

/** Exchanges that the broker makes itself. The default one, whose name is empty, the settings' JSON Schema refuses. */
export const exchangePredeclared: LintRule = {
  id: "exchange-predeclared",
  category: "wire",
  on: true,
  severity: "warning",
  title: "Events go to an exchange of the broker's own",
  why: "Each virtual host has one amq.topic for everybody: another team's binding takes your events, and nobody can be granted or denied your exchange alone.",
  fix: "Name an exchange of your own; the SDK declares it.",
  examples: {
    finds: [
      { "contract.json": { exchange: "amq.topic" }, "order_paid/v1.json": { type: "object" } },
      {
        "order_paid/event.json": { exchange: { name: "amq.direct", type: "direct" } },
        "order_paid/v1.json": { type: "object" },
      },
    ],
    passes: [
      { "contract.json": { exchange: "orders" }, "order_paid/v1.json": { type: "object" } },
      { "order_paid/v1.json": { type: "object" } },
    ],
  },
  *judge(subject) {
    for (const { path, value } of settingsFiles(subject)) {
      for (const pointer of ["/exchange", "/exchange/name"]) {
        const name = valueAt(value, pointer);
        if (typeof name !== "string" || !name.startsWith("amq.")) continue;
        const message = `The exchange ${JSON.stringify(name)} is the broker's own, and everybody's.`;
        yield { file: path, pointer, message };
      }
    }
  },
};
