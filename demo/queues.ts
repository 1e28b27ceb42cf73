import { randomUUID } from "node:crypto";
import type { Broker } from "../broker/broker.js";

/** The queues of the demo's consumers. */
export interface Queues {
  readonly billing: string;
  readonly notifications: string;
}

/** As `schemas/contract.json` names them; on a broker that others use too, names that nobody else has. */
export function queuesOn({ origin }: Broker): Queues {
  const suffix = origin === "AMQP_URL" ? `.demo-${randomUUID().slice(0, 8)}` : "";
  return {
    billing: `svc-billing.order_paid${suffix}`,
    notifications: `svc-notifications.orders${suffix}`,
  };
}
