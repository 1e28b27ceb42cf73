import { annotations } from "../../contract/canonicalize.js";
import { keywords } from "../../contract/dialect.js";
import type { LintRule } from "../lint-rule.js";
import { hidesSiblings, keywordPlace, schemasOf } from "../placed-schema.js";

/** Up to draft-07 a `$ref` replaces the whole schema that contains it (Core, chapter 8.3). */
export const keywordBesideRef: LintRule = {
  id: "keyword-beside-ref",
  category: "style",
  on: true,
  severity: "warning",
  title: "A keyword beside $ref that the draft ignores",
  why: "Up to draft-07, keywords beside `$ref` are ignored, so the intended check does not happen.",
  fix: 'Write "allOf": [{ "$ref": … }] with the keyword beside it, or change $schema to 2019-09 or later.',
  examples: {
    invalid: [
      {
        "_shared/name.json": { type: "string" },
        "order_paid/v1.json": {
          $schema: "http://json-schema.org/draft-07/schema#",
          properties: { name: { $ref: "../_shared/name.json", maxLength: 10, description: "The buyer." } },
        },
      },
    ],
    valid: [
      {
        "_shared/name.json": { type: "string" },
        "order_paid/v1.json": { properties: { name: { $ref: "../_shared/name.json", maxLength: 10 } } },
      },
      {
        "order_paid/v1.json": {
          $schema: "http://json-schema.org/draft-07/schema#",
          $ref: "#/definitions/order",
          definitions: { order: { type: "object" } },
        },
      },
      {
        "_shared/name.json": { type: "string" },
        "order_paid/v1.json": {
          $schema: "http://json-schema.org/draft-07/schema#",
          properties: { name: { $ref: "../_shared/name.json", $id: "name.json", "x-owner": "sales" } },
        },
      },
    ],
  },
  *judge(subject) {
    for (const placed of schemasOf(subject)) {
      const { schema, dialect } = placed;
      if (!hidesSiblings(schema, dialect)) continue;
      const hidden = Object.keys(schema).filter((key) => keywords[dialect].has(key) && !harmless.has(key));
      for (const keyword of hidden) {
        const message = `The keyword "${keyword}" is beside $ref, where ${dialect} ignores it.`;
        yield { ...keywordPlace(placed, keyword), part: "key", message };
      }
    }
  },
};

const harmless: ReadonlySet<string> = new Set([
  ...annotations,
  "$ref",
  "$schema",
  "id",
  "$id",
  "definitions",
]);
