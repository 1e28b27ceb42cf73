import { isObject, member } from "../../json/json.js";
import type { LintRule } from "../lint-rule.js";

/** Versions without an example. */
export const versionWithoutExamples: LintRule = {
  id: "version-without-examples",
  category: "documentation",
  on: false,
  severity: "info",
  title: "A version without an example",
  why: "An example documents more than the schema, and tests it at every generate.",
  fix: "Add one as `examples/v1/valid/<name>.json` beside the version, or under `examples` in the schema.",
  examples: {
    invalid: [
      { "order_paid/v1.json": { type: "object" } },
      { "order_paid/v1.json": { type: "object" }, "order_paid/examples/v1/invalid/text.json": "text" },
    ],
    valid: [
      { "order_paid/v1.json": { type: "object" }, "order_paid/examples/v1/valid/empty.json": {} },
      { "order_paid/v1.json": { type: "object", examples: [{}] } },
    ],
  },
  *judge({ contract }) {
    for (const { event, label, source, examples } of contract.events.flatMap(({ versions }) => versions)) {
      const inside = isObject(source.value) ? member(source.value, "examples") : undefined;
      if (examples.some(({ valid }) => valid) || (Array.isArray(inside) && inside.length > 0)) continue;
      yield {
        file: source.path,
        message: `There is no example of ${label} of ${JSON.stringify(event)}.`,
      };
    }
  },
};
