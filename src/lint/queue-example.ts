import type { ExampleFolder } from "../rules/rule.js";

/** What an example's queue has beside its arguments. */
export interface QueueExample {
  readonly type?: "classic";
  readonly declare?: "check";
  readonly retry?: Readonly<Record<string, string | number>>;
}

/** A service that consumes an event from a queue with these arguments, for the examples of rules about queues. */
export function queueExample(
  own: Readonly<Record<string, string | number | boolean | null>>,
  { retry, ...more }: QueueExample = {},
): ExampleFolder {
  const queue = { name: "billing", ...more, arguments: own };
  const consumption = { queue, ...(retry && { retry }) };
  return {
    "contract.json": { services: { "svc-billing": { consumes: { order_paid: consumption } } } },
    "order_paid/v1.json": { type: "object" },
  };
}
