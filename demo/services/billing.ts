import { connect, orderPaid, type Rabbit, Reject, Retry } from "../../generated/index.js";
import type { Journal } from "../journal.js";
import type { Place } from "../place.js";
import { recordFailures } from "../record-failures.js";
import { moneyText } from "./money-text.js";
import type { PaymentGateway } from "./payment-gateway.js";

const closedAccounts: ReadonlySet<string> = new Set(["c-13"]);

/**
 * svc-billing consumes `order_paid`, with a handler for each version; prefetch and retries are those of
 * `schemas/contract.json`. A handler that returns acknowledges, one that throws says what becomes of the message.
 */
export async function startBilling(
  place: Place,
  queue: string,
  gateway: PaymentGateway,
  journal: Journal,
): Promise<Rabbit> {
  const rabbit = await connect({ ...place, service: "svc-billing" });
  recordFailures(journal, "svc-billing", rabbit);
  await rabbit.consumer(orderPaid, {
    queue,
    handlers: {
      // In v1 `total` is a number of euros …
      v1: ({ total }, message) => {
        journal.note(message.messageId, "svc-billing", "handled", `invoice over EUR ${total.toFixed(2)}`);
      },
      // … and in v2 it is money. The compiler has both types, and rejects a consumer that lacks a version.
      v2: async ({ orderId, customerId, total }, message) => {
        if (closedAccounts.has(customerId)) throw new Reject(`customer ${customerId} closed the account`);
        if (!gateway.isUp(orderId)) throw new Retry("gateway down", { after: "200ms" });
        await gateway.capture(orderId, message.signal);
        const tries = message.attempt > 1 ? `, at attempt ${message.attempt}` : "";
        journal.note(message.messageId, "svc-billing", "handled", `invoice over ${moneyText(total)}${tries}`);
      },
    },
  });
  return rabbit;
}
