import { plainTable } from "../protocol/plain-values.js";
import type { QueueView } from "../views.js";
import type { Queue } from "./queue.js";
import { viewQueuedMessage } from "./queue-entry.js";

/** A queue as tests and commands see it, at this moment. */
export function viewQueue({ definition, settings, ready, unacked, consumers }: Queue): QueueView {
  return {
    name: definition.name,
    type: settings.type,
    durable: definition.durable,
    exclusive: definition.owner !== undefined,
    autoDelete: definition.autoDelete,
    arguments: plainTable(definition.arguments),
    ready: ready.size,
    unacked: unacked.size,
    consumers: consumers.size,
    messages: () => [
      ...ready.list().map((queued) => viewQueuedMessage(queued, "ready")),
      ...[...unacked].map((queued) => viewQueuedMessage(queued, "unacked")),
    ],
  };
}
