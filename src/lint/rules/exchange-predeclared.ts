import { valueAt } from "../../json/pointer.js";
import type { LintRule } from "../lint-rule.js";
import { settingsFiles } from "../settings-places.js";

/** Exchanges that the broker makes itself. The default one, whose name is empty, the settings' JSON Schema refuses. */
export const exchangePredeclared: LintRule = {
  id: "exchange-predeclared",
  category: "wire",
  on: true,
  severity: "warning",
  title: "Events go to a predeclared exchange",
  why: "All users of a virtual host share its amq.topic: other teams' bindings receive your events, and permissions cannot be limited to your exchange.",
  fix: "Use your own exchange; the SDK declares it.",
  examples: {
    invalid: [
      { "contract.json": { exchange: "amq.topic" }, "order_paid/v1.json": { type: "object" } },
      {
        "order_paid/event.json": { exchange: { name: "amq.direct", type: "direct" } },
        "order_paid/v1.json": { type: "object" },
      },
    ],
    valid: [
      { "contract.json": { exchange: "orders" }, "order_paid/v1.json": { type: "object" } },
      { "order_paid/v1.json": { type: "object" } },
    ],
  },
  *judge(subject) {
    for (const { path, value } of settingsFiles(subject)) {
      for (const pointer of ["/exchange", "/exchange/name"]) {
        const name = valueAt(value, pointer);
        if (typeof name !== "string" || !name.startsWith("amq.")) continue;
        const message = `The exchange ${JSON.stringify(name)} is predeclared by the broker and shared by all its users.`;
        yield { file: path, pointer, message };
      }
    }
  },
};
