/** A small event in each draft, with what sets the draft apart; all of them accept {@link message}. */
export const draftSchemas: Readonly<Record<string, object>> = {
  "draft-04": {
    $schema: "http://json-schema.org/draft-04/schema#",
    id: "http://example.com/order_paid",
    type: "object",
    properties: {
      orderId: { type: "string", minLength: 1 },
      total: { $ref: "#/definitions/amount" },
      tags: { type: "array", items: [{ type: "string" }], additionalItems: false },
    },
    required: ["orderId", "total"],
    definitions: { amount: { type: "number", minimum: 0, exclusiveMinimum: true } },
  },
  "draft-06": {
    $schema: "http://json-schema.org/draft-06/schema#",
    $id: "http://example.com/order_paid",
    type: "object",
    properties: {
      orderId: { type: "string", examples: ["o-1"] },
      total: { $ref: "#/definitions/amount" },
      tags: { type: "array", contains: { const: "new" } },
    },
    required: ["orderId", "total"],
    definitions: { amount: { type: "number", exclusiveMinimum: 0 } },
  },
  "draft-07": {
    $schema: "http://json-schema.org/draft-07/schema#",
    type: "object",
    properties: {
      orderId: { type: "string" },
      total: { $ref: "#/definitions/amount" },
      tags: { type: "array", items: { type: "string" } },
    },
    required: ["orderId", "total"],
    if: { properties: { total: { minimum: 100 } } },
    then: { required: ["tags"] },
    definitions: { amount: { type: "number" } },
  },
  "2019-09": {
    $schema: "https://json-schema.org/draft/2019-09/schema",
    type: "object",
    properties: { orderId: { type: "string" }, total: { $ref: "#/$defs/amount" } },
    required: ["orderId"],
    dependentRequired: { orderId: ["total"] },
    $defs: {
      amount: { type: "number" },
      tags: { type: "array", minContains: 1, contains: { type: "string" } },
    },
    allOf: [{ properties: { tags: { $ref: "#/$defs/tags" } } }],
  },
  "2020-12": {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    properties: {
      orderId: { type: "string" },
      total: { type: "number" },
      tags: { type: "array", prefixItems: [{ type: "string" }], items: false },
    },
    required: ["orderId", "total"],
  },
};

/** A message that each of them accepts. */
export const message = { orderId: "o-1", total: 12.5, tags: ["new"] };
