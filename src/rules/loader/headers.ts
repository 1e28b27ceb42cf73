import type { LoaderExample, LoaderRule } from "./loader-rule.js";

const schema = { type: "object" } as const;

/** An event with this header declaration. */
function withHeaders(headers: unknown): LoaderExample {
  return { folder: { "order_paid/event.json": { headers }, "order_paid/v1.json": schema } };
}

/** Headers that `event.json` declares but no message can have. */
export const headerRules: readonly LoaderRule[] = [
  {
    id: "header-name",
    category: "settings",
    severity: "error",
    title: "A declared header has a name that no message can have",
    why: "RabbitMQ and the SDK reserve some headers (x-…, rabbitgen-…, content-type, CC and BCC), AMQP limits names to 255 bytes, and names that differ only in case are easily confused.",
    fix: "Choose another name.",
    examples: {
      invalid: [
        withHeaders({ type: "object", properties: { "x-tenant": { type: "string" } } }),
        withHeaders({ type: "object", properties: { "Content-Type": { type: "string" } } }),
        withHeaders({ type: "object", properties: { "rabbitgen-tenant": { type: "string" } } }),
        withHeaders({ type: "object", properties: { BCC: { type: "string" } } }),
        withHeaders({ type: "object", properties: { ["ü".repeat(128)]: { type: "string" } } }),
        withHeaders({
          type: "object",
          properties: { tenant: { type: "string" }, Tenant: { type: "string" } },
        }),
      ],
      valid: [
        withHeaders({
          type: "object",
          properties: { tenant: { type: "string" }, "tenant-id": { type: "string" } },
        }),
        withHeaders({ type: "object", properties: { traceparent: { type: "string" } } }),
        withHeaders({ type: "object", properties: { ["ü".repeat(127)]: { type: "string" } } }),
      ],
    },
  },
  {
    id: "header-not-string",
    category: "settings",
    severity: "error",
    title: "A declared header is not a string",
    why: "The headers of events are strings on the wire: clients in other languages encode numbers, tables and lists differently, and some drop values that are not strings.",
    fix: 'Use { "type": "string" }; a pattern can restrict it to strings that represent numbers.',
    examples: {
      invalid: [
        withHeaders({ type: "object", properties: { attempt: { type: "integer" } } }),
        withHeaders({ type: "object", properties: { tenant: { type: ["string", "null"] } } }),
        withHeaders({ type: "object", properties: { tenant: {} } }),
        withHeaders({ type: "object", properties: { tenant: { properties: { id: { type: "string" } } } } }),
        withHeaders({ type: "object", properties: { level: { enum: ["low", 2] } } }),
        withHeaders({
          type: "object",
          properties: { tenant: { type: "string" } },
          additionalProperties: { type: "number" },
        }),
      ],
      valid: [
        withHeaders({ type: "object", properties: { attempt: { type: "string", pattern: "^[0-9]+$" } } }),
        withHeaders({
          type: "object",
          properties: { level: { enum: ["low", "high"] }, source: { const: "shop" } },
          additionalProperties: { type: "string" },
        }),
        {
          folder: {
            "_shared/ids.json": { $defs: { tenant: { type: "string", minLength: 1 } } },
            "order_paid/event.json": {
              headers: {
                type: "object",
                properties: { tenant: { $ref: "../_shared/ids.json#/$defs/tenant" } },
              },
            },
            "order_paid/v1.json": schema,
          },
        },
      ],
    },
  },
  {
    id: "headers-schema",
    category: "settings",
    severity: "error",
    title: "A header schema has a constraint that headers cannot have",
    why: "The headers of a message are an object of strings, and RabbitMQ, clients and tracing add their own: the number of headers and undeclared names have nothing to do with the event.",
    fix: 'Declare each header under "properties", and list those that every message must have under "required".',
    examples: {
      invalid: [
        withHeaders({ type: "array" }),
        withHeaders({ type: "object", properties: { tenant: { type: "string" } }, minProperties: 1 }),
        withHeaders({ type: "object", patternProperties: { "^tenant-": { type: "string" } } }),
        withHeaders({ type: "object", properties: { tenant: { type: "string" } }, required: ["region"] }),
      ],
      valid: [
        withHeaders({ type: "object", properties: { tenant: { type: "string" } }, required: ["tenant"] }),
        withHeaders({
          type: "object",
          properties: { tenant: { type: "string" }, partner: { type: "string" } },
          anyOf: [{ required: ["tenant"] }, { required: ["partner"] }],
          additionalProperties: false,
        }),
      ],
    },
  },
];
