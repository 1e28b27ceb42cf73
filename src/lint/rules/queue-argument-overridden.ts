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
  title: "A queue argument that overrides the SDK's",
  why: "The SDK's arguments ensure that messages that crash consumers, or that the broker cannot move, end in the dead-letter queue. Other values weaken that guarantee.",
  fix: "Remove the argument, unless the queue already exists with it and must be declared the same way.",
  examples: {
    invalid: [
      queueExample({ "x-delivery-limit": 100 }),
      queueExample({ "x-dead-letter-routing-key": "parked" }),
      queueExample({ "x-dead-letter-routing-key": "parked" }, { type: "classic" }),
      queueExample({ "x-dead-letter-strategy": "at-most-once" }),
      queueExample({ "x-overflow": "drop-head" }),
      queueExample({ "x-delivery-limit": null }),
    ],
    valid: [
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
        const is = value === null ? "omitted" : JSON.stringify(value);
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
    "the broker's dead letters go to the queue of that name, which the SDK does not declare",
  ],
  ["x-dead-letter-strategy", "a dead letter is lost if the broker fails while moving it, or cannot route it"],
  [
    "x-delivery-limit",
    "after this number of deliveries without an acknowledgement, the broker dead-letters the message itself, without a reason in its headers",
  ],
  ["x-overflow", "dead-lettering is then at most once, and a full queue drops its oldest message"],
]);
