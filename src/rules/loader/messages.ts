import type { LoaderRule } from "./loader-rule.js";

const schema = { type: "object", required: ["orderId"] } as const;

/** Messages that `rabbitgen check` does not accept. */
export const messageRules: readonly LoaderRule[] = [
  {
    id: "message-encoding",
    category: "messages",
    severity: "error",
    title: "A message is not valid UTF-8",
    why: "Messages are JSON in UTF-8; a consumer dead-letters any other one.",
    fix: "Let the publisher encode its messages in UTF-8.",
    examples: {
      finds: [
        {
          folder: { "order_paid/v1.json": schema },
          latin1: { "../message.json": '{ "orderId": "Café-1" }' },
        },
      ],
      passes: [{ folder: { "order_paid/v1.json": schema, "../message.json": { orderId: "Café-1" } } }],
    },
  },
  {
    id: "message-invalid",
    category: "messages",
    severity: "error",
    title: "A message does not validate",
    why: "A publisher refuses to send it, and a consumer dead-letters it.",
    fix: "Correct the message, or publish it as a version that allows it.",
    examples: {
      finds: [{ folder: { "order_paid/v1.json": schema, "../message.json": { id: "o-1" } } }],
      passes: [{ folder: { "order_paid/v1.json": schema, "../message.json": { orderId: "o-1" } } }],
    },
  },
  {
    id: "message-too-large",
    category: "messages",
    severity: "error",
    title: "A message is larger than 16 MiB",
    why: "RabbitMQ 4 carries no larger message by default, and a consumer dead-letters it without reading it.",
    fix: "Store the data elsewhere, and send where it is.",
    examples: {
      finds: [
        {
          folder: { "order_paid/v1.json": schema },
          texts: { "../message.json": '{ "orderId": "o-1", "scan": "… 17 MB in base64 …" }' },
        },
      ],
      passes: [
        {
          folder: {
            "order_paid/v1.json": schema,
            "../message.json": { orderId: "o-1", scanUrl: "https://example.com/o-1" },
          },
        },
      ],
    },
  },
];
