import {
  connect,
  type OrderCancelledV1,
  type OrderPaidV1,
  type OrderPaidV2,
  type OrderPlacedV2,
  orderCancelledV1,
  orderPaidV1,
  orderPaidV2,
  orderPlacedV2,
  type Rabbit,
  type RefundRequestedV1,
  refundRequestedV1,
} from "../../generated/index.js";
import type { Journal } from "../journal.js";
import type { Place } from "../place.js";
import { type Publish, recordPublishes } from "../record-publishes.js";

/** svc-order publishes what happens to orders. */
export interface OrderService extends AsyncDisposable {
  readonly rabbit: Rabbit;
  readonly publishPlaced: Publish<OrderPlacedV2>;
  readonly publishPaidV1: Publish<OrderPaidV1>;
  readonly publishPaid: Publish<OrderPaidV2>;
  readonly publishCancelled: Publish<OrderCancelledV1>;
  readonly publishRefundRequested: Publish<RefundRequestedV1>;
}

/** Each publisher is a confirm channel of its own: opened once, kept while the service runs. */
export async function startOrder(place: Place, journal: Journal): Promise<OrderService> {
  const rabbit = await connect({ ...place, service: "svc-order" });
  return {
    rabbit,
    publishPlaced: recordPublishes(journal, orderPlacedV2, await rabbit.publisher(orderPlacedV2)),
    publishPaidV1: recordPublishes(journal, orderPaidV1, await rabbit.publisher(orderPaidV1)),
    publishPaid: recordPublishes(journal, orderPaidV2, await rabbit.publisher(orderPaidV2)),
    publishCancelled: recordPublishes(journal, orderCancelledV1, await rabbit.publisher(orderCancelledV1)),
    publishRefundRequested: recordPublishes(
      journal,
      refundRequestedV1,
      await rabbit.publisher(refundRequestedV1),
    ),
    [Symbol.asyncDispose]: () => rabbit[Symbol.asyncDispose](),
  };
}
