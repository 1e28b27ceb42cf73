/** Files below `schemas/`: values are written as JSON, `undefined` removes a file. */
export type SchemaFiles = Readonly<Record<string, unknown>>;

/** What the shop's schemas say at first: one event in two versions, its publisher, and two services that read it. */
export const shop = {
  "contract.json": {
    exchange: { name: "shop", type: "topic" },
    vhost: "/shop",
    services: {
      "svc-order": { publishes: ["order_paid"] },
      "svc-billing": {
        consumes: { order_paid: { versions: ["v1", "v2"], queue: { name: "svc-billing.order_paid" } } },
      },
      "svc-shipping": {
        consumes: { order_paid: { versions: ["v2"], queue: { name: "svc-shipping.order_paid" } } },
      },
    },
  },
  "_shared/money.json": {
    title: "Money",
    type: "object",
    properties: { amount: { type: "integer", minimum: 0 }, currency: { enum: ["EUR", "USD"] } },
    required: ["amount", "currency"],
  },
  "order_paid/event.json": {
    description: "An order was paid in full.",
    owner: "team-payments",
    routingKey: "order.paid",
  },
  "order_paid/v1.json": {
    title: "Order paid",
    type: "object",
    properties: { orderId: { type: "string" }, total: { type: "integer", minimum: 0 } },
    required: ["orderId", "total"],
  },
  "order_paid/v2.json": {
    title: "Order paid",
    description: "The customer's payment was captured.",
    type: "object",
    properties: {
      orderId: { type: "string", examples: ["o-1001"] },
      total: { $ref: "../_shared/money.json" },
      method: { enum: ["card", "transfer"] },
      note: { type: "string", maxLength: 200 },
    },
    required: ["orderId", "total", "method"],
  },
} as const;

/** {@link shop}'s v2 with other properties or keywords; a property that is `undefined` is left out. */
export function orderPaidV2(properties: SchemaFiles, more: SchemaFiles = {}): SchemaFiles {
  const v2 = shop["order_paid/v2.json"];
  return { "order_paid/v2.json": { ...v2, properties: { ...v2.properties, ...properties }, ...more } };
}

/** The same files below a folder of the repository. */
export function below(folder: string, files: SchemaFiles): SchemaFiles {
  return Object.fromEntries(Object.entries(files).map(([path, value]) => [`${folder}/${path}`, value]));
}
