import { isObject } from "../../json/json.js";
import type { LintRule } from "../lint-rule.js";

/** Versions that leave it to each tool which draft they are. */
export const dialectUndeclared: LintRule = {
  id: "dialect-undeclared",
  category: "style",
  on: false,
  severity: "info",
  title: "A version without $schema",
  why: "It is read as 2020-12 here, but as another draft by tools with another default; a list under `items`, for example, then has a different meaning.",
  fix: 'Start the file with "$schema": "https://json-schema.org/draft/2020-12/schema".',
  examples: {
    invalid: [{ "order_paid/v1.json": { type: "object" } }],
    valid: [
      {
        "order_paid/v1.json": { $schema: "https://json-schema.org/draft/2020-12/schema", type: "object" },
      },
      { "order_paid/v1.json": true },
    ],
  },
  *judge({ contract }) {
    for (const { source } of contract.events.flatMap(({ versions }) => versions)) {
      if (!isObject(source.value) || Object.hasOwn(source.value, "$schema")) continue;
      yield { file: source.path, pointer: "", message: "This schema does not declare its draft." };
    }
  },
};
