import type { ExampleFolder } from "../rules/rule.js";

/** A service that consumes an event from a queue with these arguments, for the examples of rules about queues. */
export function queueExample(
  own: Readonly<Record<string, string | number | boolean | null>>,
  {
    type,
    retry,
  }: { readonly type?: "classic"; readonly retry?: Readonly<Record<string, string | number>> } = {},
): ExampleFolder {
  const queue = { name: "billing", ...(type && { type }), arguments: own };
  const consumption = { queue, ...(retry && { retry }) };
  return {
    "contract.json": { services: { "svc-billing": { consumes: { order_paid: consumption } } } },
    "order_paid/v1.json": { type: "object" },
  };
}
