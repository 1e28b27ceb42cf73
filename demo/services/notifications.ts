import { connect, orderCancelled, orderPlaced, type Rabbit } from "../../generated/index.js";
import type { Journal } from "../journal.js";
import type { Place } from "../place.js";
import { recordFailures } from "../record-failures.js";

/** svc-notifications writes to customers: two events come through one queue, so that their order is kept. */
export async function startNotifications(place: Place, queue: string, journal: Journal): Promise<Rabbit> {
  const rabbit = await connect({ ...place, service: "svc-notifications" });
  recordFailures(journal, "svc-notifications", rabbit);
  const mail = (messageId: string | undefined, text: string): void =>
    journal.note(messageId, "svc-notifications", "handled", `mail: ${text}`);
  await rabbit.consumer([orderPlaced, orderCancelled], {
    queue,
    handlers: {
      order_placed: {
        v1: ({ customerId }, { messageId }) => mail(messageId, `"thank you, ${customerId}"`),
        v2: ({ customerId, couponCodes = [] }, { messageId }) =>
          mail(messageId, `"thank you, ${customerId}; your coupons: ${couponCodes.join(", ") || "none"}"`),
      },
      order_cancelled: {
        v1: ({ reason }, { messageId }) => mail(messageId, `"your order is cancelled: ${reason}"`),
      },
    },
  });
  return rabbit;
}
