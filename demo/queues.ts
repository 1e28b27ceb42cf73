import { randomUUID } from "node:crypto";
import type { DemoBroker } from "./open-broker.js";

/** The queues of the demo's consumers. */
export interface Queues {
  readonly billing: string;
  readonly notifications: string;
}

/** The names of `schemas/contract.json`; on a shared broker, with a random suffix. */
export function queuesOn({ isShared }: DemoBroker): Queues {
  const suffix = isShared ? `.demo-${randomUUID().slice(0, 8)}` : "";
  return {
    billing: `svc-billing.order_paid${suffix}`,
    notifications: `svc-notifications.orders${suffix}`,
  };
}
