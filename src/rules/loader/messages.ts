import type { LoaderRule } from "./loader-rule.js";

const schema = { type: "object", required: ["orderId"] } as const;

/** Messages that `rabbitgen check` rejects. */
export const messageRules: readonly LoaderRule[] = [
  {
    id: "message-encoding",
    category: "messages",
    severity: "error",
    title: "A message is not valid UTF-8",
    why: "Messages are JSON in UTF-8; consumers dead-letter anything else.",
    fix: "Make the publisher encode its messages in UTF-8.",
    examples: {
      invalid: [
        {
          folder: { "order_paid/v1.json": schema },
          latin1: { "../message.json": '{ "orderId": "Café-1" }' },
        },
      ],
      valid: [{ folder: { "order_paid/v1.json": schema, "../message.json": { orderId: "Café-1" } } }],
    },
  },
  {
    id: "message-invalid",
    category: "messages",
    severity: "error",
    title: "A message does not validate",
    why: "Publishers refuse to send it, and consumers dead-letter it.",
    fix: "Fix the message, or publish it as a version that accepts it.",
    examples: {
      invalid: [{ folder: { "order_paid/v1.json": schema, "../message.json": { id: "o-1" } } }],
      valid: [{ folder: { "order_paid/v1.json": schema, "../message.json": { orderId: "o-1" } } }],
    },
  },
  {
    id: "message-too-large",
    category: "messages",
    severity: "error",
    title: "A message is larger than 16 MiB",
    why: "RabbitMQ 4 rejects larger messages by default, and consumers dead-letter them unread.",
    fix: "Store the data elsewhere, and send a reference to it.",
    examples: {
      invalid: [
        {
          folder: { "order_paid/v1.json": schema },
          texts: { "../message.json": '{ "orderId": "o-1", "scan": "… 17 MB in base64 …" }' },
        },
      ],
      valid: [
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
