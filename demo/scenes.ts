import type { Rabbit } from "../generated/index.js";
import type { Journal } from "./journal.js";
import { paid, paidV1, placed, refund, wronglyPaid } from "./orders.js";
import { publishAsLegacyShop } from "./services/legacy-shop.js";
import type { OrderService } from "./services/order.js";
import type { PaymentGateway } from "./services/payment-gateway.js";

/** Who plays. */
export interface Cast {
  /** Of the virtual host in which the events live. */
  readonly url: string;
  readonly order: OrderService;
  readonly billing: Rabbit;
  readonly notifications: Rabbit;
  readonly gateway: PaymentGateway;
  readonly journal: Journal;
}

/** A part of the demo: it publishes, and ends when everything that it caused has happened. */
export interface Scene {
  readonly title: string;
  play(cast: Cast): Promise<void>;
}

/** Orders for which the payment gateway is not at its best. */
export const special = { gatewayDown: "o-1004", gatewaySlow: "o-1009" } as const;

const now = new Date().toISOString();
const yen = { amount: 4800, currency: "JPY" };

/** In the order in which they are played. */
export const scenes: readonly Scene[] = [
  {
    title: "Each version of an event has a type and a handler of its own",
    async play({ order, journal }) {
      await journal.until(await order.publishPaidV1(paidV1("o-1001", now)), "handled");
      await journal.until(await order.publishPaid(paid("o-1002", now, { total: yen })), "handled");
    },
  },
  {
    title: "Two events from one queue",
    async play({ order, journal }) {
      const first = await order.publishPlaced(placed("o-1003", now));
      const cancelled = { cancelledBy: "customer", reason: "changedMind", cancelledAt: now } as const;
      const second = await order.publishCancelled({ orderId: "o-1003", ...cancelled });
      await Promise.all([journal.until(first, "handled"), journal.until(second, "handled")]);
    },
  },
  {
    title: "A failure that may pass: the handler throws Retry; the event waits in a queue while others go on",
    async play({ order, journal }) {
      const later = await order.publishPaid(paid(special.gatewayDown, now));
      await journal.until(later, "retried");
      await journal.until(await order.publishPaid(paid("o-1005", now)), "handled");
      await journal.until(later, "handled");
    },
  },
  {
    title: "A message that can never work: the handler throws Reject; the event is kept as a dead letter",
    async play({ order, journal }) {
      const rejected = await order.publishPaid(paid("o-1006", now, { customerId: "c-13" }));
      await journal.until(rejected, "dead-lettered");
    },
  },
  {
    title: "A malformed message of a program without the SDK: no handler ever sees it",
    async play({ url, journal }) {
      await journal.until(await publishAsLegacyShop(url, "o-1007", journal), "dead-lettered");
    },
  },
  {
    title:
      "Nothing is lost in silence: an invalid event is not sent, and one that no queue takes is an error",
    async play({ order, journal }) {
      await journal.until(await order.publishPaid(wronglyPaid("o-1008")), "refused");
      await journal.until(await order.publishRefundRequested(refund("o-1001", now)), "refused");
    },
  },
  {
    title: "Shutdown: close() waits for the handler that runs, and says what it left",
    async play({ order, billing, notifications, gateway, journal }) {
      await Promise.all([order.publishPaid(paid(special.gatewaySlow, now)), gateway.slowCapture]);
      journal.noteService("svc-billing", "closing", `while it handles ${special.gatewaySlow}`);
      const services = {
        "svc-billing": billing,
        "svc-notifications": notifications,
        "svc-order": order.rabbit,
      };
      for (const [name, rabbit] of Object.entries(services)) {
        const { drained, abandoned, unconfirmed } = await rabbit.close();
        const left = `drained ${drained}, abandoned ${abandoned}, unconfirmed ${unconfirmed}`;
        journal.noteService(name, "closed", left);
        if (abandoned + unconfirmed > 0) throw new Error(`${name} did not close in good order: ${left}`);
      }
    },
  },
];
