import type { LoadedFamily } from "../../runtime/validate/validator.js";
import { compareText } from "../code/compare-text.js";

import type { ConsumedQueue } from "./consumed-queues.js";

/** A dead-letter queue of `contract.json` . */
export interface DeadQueue {
  /** Such as `svc-billing.order_paid.dead`. */
  readonly name: string;
  /** As the contract calls it; `undefined`: the URL's own. */
  readonly vhost: string | undefined;
  /** The queue that its messages came from. */
  readonly queue: string;
  readonly consumed: ConsumedQueue<LoadedFamily>;
}

/** The dead-letter queues of these queues, by virtual host and name. */
export function deadQueues(queues: readonly ConsumedQueue<LoadedFamily>[]): readonly DeadQueue[] {
  return queues
    .map((consumed) => ({
      name: consumed.plan.deadLetters.name,
      vhost: consumed.vhost,
      queue: consumed.name,
      consumed,
    }))
    .sort((a, b) => compareText(a.vhost ?? "", b.vhost ?? "") || compareText(a.name, b.name));
}

/**
 * Where a dead letter goes back to: the queue that it came from. The message names it itself, but any client could have
 * written that, so only an instance's own queue counts besides the queue that the contract names.
 */
export function replayTarget({ queue, consumed }: DeadQueue, from: string | undefined): string {
  const isInstance = consumed.plan.isPerInstance && from?.startsWith(`${queue}.instance.`) === true;
  return isInstance ? from : queue;
}
