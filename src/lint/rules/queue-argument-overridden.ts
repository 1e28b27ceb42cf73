import { deliveryLimit, workQueue } from "../../../runtime/topology/queue-topology.js";
import type { LintRule } from "../lint-rule.js";
import { queueExample } from "../queue-example.js";
import { consumedEvents } from "../settings-places.js";

/** Arguments that the SDK sets itself. An exchange for dead letters has a rule of its own, `dead-letter-elsewhere`. */
export const queueArgumentOverridden: LintRule = {
  id: "queue-argument-overridden",
  category: "wire",
  on: false,
  severity: "warning",
  title: "A queue overrides an argument of the SDK",
  why: "The SDK's own arguments keep a message that kills its consumers, or that the broker cannot move, in the dead-letter queue; with others the queue has that net only as far as they leave it.",
  fix: "Remove the argument, unless the queue exists with it and so has to be declared with it.",
  examples: {
    finds: [
      queueExample({ "x-delivery-limit": 100 }),
      queueExample({ "x-dead-letter-routing-key": "parked" }),
      queueExample({ "x-dead-letter-routing-key": "parked" }, { type: "classic" }),
      queueExample({ "x-dead-letter-strategy": "at-most-once" }),
      queueExample({ "x-overflow": "drop-head" }),
      queueExample({ "x-delivery-limit": null }),
    ],
    passes: [
      queueExample({ "x-overflow": "drop-head" }, { declare: "check" }),
      queueExample({ "x-max-length": 100 }),
      queueExample({ "x-overflow": "reject-publish", "x-dead-letter-strategy": "at-least-once" }),
      queueExample({ "x-overflow": "drop-head" }, { type: "classic" }),
      queueExample({ "x-dead-letter-exchange": "dead", "x-dead-letter-routing-key": "parked" }),
    ],
  },
  *judge(subject) {
    for (const { consumption, pointer } of consumedEvents(subject)) {
      if (consumption.queue === undefined || consumption.queue.declare === "check") continue;
      const { name, type = "quorum", arguments: own = {} } = consumption.queue;
      const limit = deliveryLimit(consumption.retry?.maxAttempts ?? defaultAttempts);
      // with an exchange of the user's, the SDK sets no routing key
      const net = Object.hasOwn(own, "x-dead-letter-exchange") ? { "x-dead-letter-exchange": "" } : {};
      const sdk = workQueue(name, type, limit, net).arguments;
      for (const [argument, value] of Object.entries(own)) {
        const cost = costs.get(argument);
        const set = sdk[argument];
        if (cost === undefined || set === undefined || set === value) continue;
        const is = value === null ? "left out" : JSON.stringify(value);
        const message = `${JSON.stringify(argument)} is ${is} instead of the SDK's ${JSON.stringify(set)}: ${cost}.`;
        yield { file: "contract.json", pointer: `${pointer}/queue/arguments/${argument}`, message };
      }
    }
  },
};

/** Attempts of a message unless `contract.json` or the service says otherwise. */
const defaultAttempts = 5;

const costs: ReadonlyMap<string, string> = new Map([
  [
    "x-dead-letter-routing-key",
    "what the broker dead-letters goes to the queue of that name, which the SDK does not declare",
  ],
  [
    "x-dead-letter-strategy",
    "a dead letter is lost when the broker fails while it moves it, or has nowhere to put it",
  ],
  [
    "x-delivery-limit",
    "after so many deliveries that ended without an answer the broker dead-letters the message itself, without a reason in its headers",
  ],
  ["x-overflow", "dead-lettering is at most once then, and a full queue drops its oldest message"],
]);
