/** A contract with everything that a contract can say, as files of a schemas folder. */
export const fullContract: Readonly<Record<string, unknown>> = {
  "contract.json": {
    exchange: { name: "events", type: "topic" },
    vhost: "/shared",
    envelope: "headers",
    unroutable: "error",
    writer: "closed",
    formats: { iban: { pattern: "^[A-Z]{2}[0-9]{2}$" }, colour: { description: "A name of a colour." } },
    annotations: ["retention"],
    typeNames: { "_shared/ids.json#/$defs/order": "OrderKey" },
    sdk: { opentelemetry: true },
    lint: { rules: { "event-unowned": "warning" } },
    services: {
      "svc-order": {
        description: "Takes orders.",
        vhost: "/svc-order",
        publishes: { "order.placed": ["v1"], order_paid: ["v1"] },
      },
      "svc-billing": {
        publishes: ["invoice"],
        consumes: {
          order_paid: {
            versions: ["v2"],
            prefetch: 7,
            queue: {
              name: "svc-billing.paid",
              type: "classic",
              arguments: { "x-max-length": 10, "x-dead-letter-exchange": null },
            },
            retry: { strategy: "delay", delays: ["1s", "10s"], maxAttempts: 4 },
            bind: ["order.eu.paid", "order.us.paid"],
          },
          "order.placed": { queue: { name: "svc-billing.placed", declare: "check" } },
          invoice: {},
        },
      },
      "svc-cache": {
        consumes: {
          "order.placed": {
            queue: { name: "svc-cache.all", perInstance: true },
            retry: { strategy: "none" },
          },
        },
      },
      "svc-idle": { description: "Does nothing yet." },
    },
  },
  "_shared/money.json": {
    $schema: "http://json-schema.org/draft-04/schema#",
    description: "An amount.",
    type: "object",
    properties: {
      amount: { type: "integer", minimum: 0, exclusiveMinimum: true },
      currency: { type: "string" },
    },
    required: ["amount"],
  },
  "_shared/ids.json": {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $defs: { order: { $anchor: "order", type: "string", minLength: 1 }, line: { type: "integer" } },
  },
  "order/placed/event.json": {
    description: "An order was placed.",
    owner: "team-checkout",
    exchange: { name: "orders", type: "direct" },
    identifier: "OrderWasPlaced",
    unversioned: "v1",
    writer: "declared-only",
  },
  "order/placed/v1.json": {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Order placed",
    type: "object",
    properties: {
      orderId: { $ref: "../../_shared/ids.json#order", description: "Which." },
      lines: {
        type: "array",
        prefixItems: [{ type: "string" }],
        items: { $ref: "#/$defs/line" },
        contains: { type: "object" },
        minContains: 1,
        maxContains: 3,
      },
      tree: { $ref: "#" },
      iban: { type: "string", format: "iban" },
      colour: { type: ["string", "null"], format: "colour", retention: "1y" },
      card: { type: "string", readOnly: true, "x-mask": { kind: "all" } },
      link: { type: "object", properties: { $ref: { type: "string" } } },
    },
    required: ["orderId"],
    dependentRequired: { card: ["iban"] },
    dependentSchemas: { card: { properties: { iban: { minLength: 2 } } }, tree: { required: ["lines"] } },
    unevaluatedProperties: false,
    $defs: { line: { type: "object", properties: { sku: { type: "string" } } } },
  },
  "order/placed/examples/v1/valid/small.json": { orderId: "1" },
  "order/placed/examples/v1/valid/link.json": { orderId: "1", link: { $ref: "../v1.json" } },
  "order/placed/examples/v1/invalid/empty.json": {},
  "order_paid/event.json": {
    routingKey: "order.{region}.paid",
    vhost: "/payments",
    unroutable: "ignore",
    headers: {
      type: "object",
      properties: { tenant: { type: "string", minLength: 1 }, class: { enum: ["a", "b"] } },
      required: ["tenant"],
    },
    versions: {
      v1: { deprecated: true, sunset: "2027-06-30", replacedBy: "v2", reserved: ["/note", "/lines/*/sku"] },
    },
  },
  "order_paid/v1.json": {
    $schema: "http://json-schema.org/draft-07/schema#",
    type: "object",
    properties: {
      region: { enum: ["eu", "us"] },
      total: { $ref: "../_shared/money.json" },
      pair: { type: "array", items: [{ type: "string" }, { type: "number" }], additionalItems: false },
    },
    required: ["region"],
    dependencies: { total: ["pair"], pair: { properties: { region: { const: "eu" } } } },
    if: { required: ["pair"] },
    then: { required: ["total"] },
  },
  "order_paid/v2.json": {
    type: "object",
    properties: {
      region: { enum: ["eu", "us"] },
      totals: { type: "array", items: { $ref: "../_shared/money.json" } },
    },
    required: ["region", "totals"],
  },
  "order_paid/examples/v2/valid/two.json": {
    region: "eu",
    totals: [{ amount: 1 }, { amount: 2, currency: "EUR" }],
  },
  "invoice/event.json": {
    exchange: { name: "billing", type: "fanout" },
    envelope: "body",
    routingKey: "invoice.{customer.country}",
    headers: {
      allOf: [{ $ref: "#/$defs/trace" }],
      $defs: { trace: { properties: { trace: { type: "string" } } } },
    },
  },
  "invoice/v1.json": {
    type: "object",
    deprecated: true,
    properties: {
      number: { type: "string" },
      customer: {
        type: "object",
        properties: { country: { type: "string" } },
        required: ["country"],
      },
    },
    required: ["customer"],
  },
  "invoice/examples/v1/valid/one.json": { number: "1", customer: { country: "de" } },
};
