import type { LoaderRule } from "./loader-rule.js";

const schema = { type: "object" } as const;

/** Names that RabbitMQ, TypeScript or a file system rejects or confuses. */
export const nameRules: readonly LoaderRule[] = [
  {
    id: "event-name",
    category: "names",
    severity: "error",
    title: "An event's name has a control character",
    why: "The name appears in each message and in logs, where control characters are invisible and break lines.",
    fix: "Rename the event's folder.",
    examples: {
      invalid: [{ folder: { "order\tpaid/v1.json": schema } }],
      valid: [{ folder: { "order paid/v1.json": schema } }],
    },
  },
  {
    id: "name-collision",
    category: "names",
    severity: "error",
    title: "Two events get the same name",
    why: "The SDK exports each event and version under its own name, and some file systems are not case-sensitive.",
    fix: 'Set "identifier" in the event.json of one of the two, which keeps the names on the wire, or rename a folder.',
    examples: {
      invalid: [
        { folder: { "order_paid/v1.json": schema, "order-paid/v1.json": schema } },
        { folder: { "order.paid/v1.json": schema, "order/paid/v1.json": schema } },
      ],
      valid: [
        {
          folder: {
            "order_paid/v1.json": schema,
            "order-paid/v1.json": schema,
            "order-paid/event.json": { identifier: "PaidOrder" },
          },
        },
      ],
    },
  },
  {
    id: "name-reserved",
    category: "names",
    severity: "error",
    title: "An identifier produces a reserved name",
    why: "A constant with that name would be a syntax error, or hide another export of the SDK.",
    fix: "Choose another identifier.",
    examples: {
      invalid: [{ folder: { "removed/v1.json": schema, "removed/event.json": { identifier: "Delete" } } }],
      valid: [
        { folder: { "removed/v1.json": schema, "removed/event.json": { identifier: "Deleted" } } },
        { folder: { "delete/v1.json": schema } },
      ],
    },
  },
  {
    id: "name-too-long",
    category: "names",
    severity: "error",
    title: "A name is longer than RabbitMQ allows",
    why: "AMQP 0-9-1 limits names and routing keys to 255 bytes of UTF-8. A queue's name may have 235, which leaves room for the names of its retry queues.",
    fix: "Shorten the name.",
    examples: {
      invalid: [
        {
          folder: { "order_paid/v1.json": schema, "order_paid/event.json": { routingKey: "ü".repeat(128) } },
        },
        {
          folder: {
            "contract.json": {
              services: { "svc-billing": { consumes: { order_paid: { queue: { name: "ü".repeat(118) } } } } },
            },
            "order_paid/v1.json": schema,
          },
        },
        { folder: { "order_paid/v1.json": schema, "contract.json": { exchange: "€".repeat(86) } } },
        { folder: { "order_paid/v1.json": schema, "order_paid/event.json": { vhost: "ü".repeat(128) } } },
        {
          folder: { "order_paid/v1.json": schema, "contract.json": { services: { ["ü".repeat(128)]: {} } } },
        },
        {
          folder: {
            "contract.json": {
              services: {
                "svc-billing": {
                  consumes: {
                    order_paid: {
                      queue: {
                        name: "billing",
                        arguments: {
                          "x-dead-letter-exchange": "",
                          "x-dead-letter-routing-key": "d".repeat(256),
                        },
                      },
                    },
                  },
                },
              },
            },
            "order_paid/v1.json": schema,
          },
        },
      ],
      valid: [
        {
          folder: { "order_paid/v1.json": schema, "order_paid/event.json": { routingKey: "o".repeat(255) } },
        },
        {
          folder: {
            "order_paid/v1.json": schema,
            "contract.json": { exchange: "€".repeat(85), services: { ["ü".repeat(127)]: {} } },
            "order_paid/event.json": { vhost: "ü".repeat(127) },
          },
        },
        {
          folder: {
            "contract.json": {
              services: { "svc-billing": { consumes: { order_paid: { queue: { name: "ü".repeat(117) } } } } },
            },
            "order_paid/v1.json": schema,
          },
        },
      ],
    },
  },
  {
    id: "type-name-taken",
    category: "names",
    severity: "error",
    title: "Two definitions get the same type name",
    why: "The SDK exports a type for each definition, and a module can export a name only once.",
    fix: 'Rename one of the definitions, or name it under "typeNames" in contract.json.',
    examples: {
      invalid: [
        {
          folder: {
            "_shared/money.json": { type: "object" },
            "contract.json": { typeNames: { "_shared/money.json": "ServiceName" } },
            "order_paid/v1.json": { properties: { total: { $ref: "../_shared/money.json" } } },
          },
        },
        {
          folder: {
            "_shared/amount.json": { type: "object" },
            "_shared/money.json": { type: "object" },
            "contract.json": {
              typeNames: { "_shared/money.json": "Amount", "_shared/amount.json": "Amount" },
            },
            "order_paid/v1.json": {
              properties: {
                net: { $ref: "../_shared/amount.json" },
                gross: { $ref: "../_shared/money.json" },
              },
            },
          },
        },
      ],
      valid: [
        {
          folder: {
            "_shared/money.json": { type: "object" },
            "contract.json": { typeNames: { "_shared/money.json": "Amount" } },
            "order_paid/v1.json": { properties: { total: { $ref: "../_shared/money.json" } } },
          },
        },
      ],
    },
  },
  {
    id: "type-name-unused",
    category: "names",
    severity: "warning",
    title: "A type name is given to a definition that does not exist",
    why: "The entry has no effect: it is misspelt, or the definition was removed.",
    fix: 'Use the location as it appears in the $ref, or remove the entry under "typeNames".',
    examples: {
      invalid: [
        {
          folder: {
            "contract.json": { typeNames: { "_shared/mony.json": "Money" } },
            "_shared/money.json": { type: "object" },
            "order_paid/v1.json": { properties: { total: { $ref: "../_shared/money.json" } } },
          },
        },
      ],
      valid: [
        {
          folder: {
            "contract.json": { typeNames: { "_shared/money.json": "Money" } },
            "_shared/money.json": { type: "object" },
            "order_paid/v1.json": { properties: { total: { $ref: "../_shared/money.json" } } },
          },
        },
      ],
    },
  },
];
