import type { LoaderRule } from "./loader-rule.js";

const schema = { type: "object", required: ["orderId"] } as const;

/** Examples that contradict their schema. */
export const exampleRules: readonly LoaderRule[] = [
  {
    id: "example-invalid",
    category: "examples",
    severity: "error",
    title: "A valid example does not validate",
    why: "Either the schema rejects messages that it was written for, or the example misleads its readers.",
    fix: "Fix the example or the schema, or move the example to `invalid/`.",
    examples: {
      invalid: [
        { folder: { "order_paid/v1.json": schema, "order_paid/examples/v1/valid/paid.json": { id: "o-1" } } },
      ],
      valid: [
        {
          folder: {
            "order_paid/v1.json": schema,
            "order_paid/examples/v1/valid/paid.json": { orderId: "o-1" },
          },
        },
        {
          folder: { "order_paid/v1.json": schema, "order_paid/examples/v1/invalid/paid.json": { id: "o-1" } },
        },
      ],
    },
  },
  {
    id: "example-valid",
    category: "examples",
    severity: "error",
    title: "An invalid example validates",
    why: "The schema accepts what it was meant to reject, so publishers may send such messages.",
    fix: "Tighten the schema, or move the example to `valid/`.",
    examples: {
      invalid: [
        {
          folder: {
            "order_paid/v1.json": schema,
            "order_paid/examples/v1/invalid/empty.json": { orderId: "" },
          },
        },
      ],
      valid: [
        {
          folder: {
            "order_paid/v1.json": { ...schema, properties: { orderId: { minLength: 1 } } },
            "order_paid/examples/v1/invalid/empty.json": { orderId: "" },
          },
        },
      ],
    },
  },
];
