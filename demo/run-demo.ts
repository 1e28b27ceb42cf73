import { Journal } from "./journal.js";
import { openBroker } from "./open-broker.js";
import { Operator } from "./operator.js";
import { orInterrupted } from "./or-interrupted.js";
import { queuesOn } from "./queues.js";
import { scenes, special } from "./scenes.js";
import type { Screen } from "./screen.js";
import { startBilling } from "./services/billing.js";
import { startNotifications } from "./services/notifications.js";
import { startOrder } from "./services/order.js";
import { PaymentGateway } from "./services/payment-gateway.js";
import { showOutcome } from "./show-outcome.js";

/** What the demo is started with. */
export interface DemoOptions {
  /** Take a real RabbitMQ instead of the embedded broker. */
  readonly rabbitmq: boolean;
  /** Ends the demo early. */
  readonly interrupted: AbortSignal;
}

/**
 * Plays all scenes on a broker, shows them, and resolves to what went wrong: nothing, when each event met its
 * fate. Whatever it started is gone when it settles. Rejects when there is no broker, or when `interrupted` fires.
 */
export async function runDemo(
  screen: Screen,
  { rabbitmq, interrupted }: DemoOptions,
): Promise<readonly string[]> {
  screen.heading(
    "rabbitgen made the typed SDK in generated/ from the JSON Schemas in schemas/. Here it is at work.",
  );
  const start = performance.now();
  const opening = openBroker({ rabbitmq, log: (line) => screen.text(`${line} …`) });
  await using broker = await orInterrupted(opening, interrupted);
  screen.text(`broker: ${broker.name}; up after ${((performance.now() - start) / 1_000).toFixed(2)} s`);
  if (!rabbitmq && !broker.isShared)
    screen.text("(AMQP_URL=amqp://… npm start takes your RabbitMQ, npm start -- --rabbitmq starts one)");

  const { url, vhosts } = broker;
  if (vhosts !== undefined)
    screen.text(
      "(the contract gives each service a virtual host of its own; here they are all the one of the broker's URL, by connect({ vhosts }))",
    );
  const place = { url, vhosts };
  // an event lives in its publisher's virtual host, and consumers connect there
  const ordersUrl = broker.urlOf("/svc-order");
  const home = vhosts?.["/svc-order"] ?? "/svc-order";
  const queues = queuesOn(broker);
  const journal = new Journal((happening) => screen.happening(happening), interrupted);
  const gateway = new PaymentGateway({
    downOnceFor: special.gatewayDown,
    slowFor: special.gatewaySlow,
    slowMs: 300,
  });
  await using operator = await Operator.connect(ordersUrl, queues);
  await using billing = await startBilling(place, queues.billing, gateway, journal);
  await using notifications = await startNotifications(place, queues.notifications, journal);
  await using order = await startOrder(place, journal);
  screen.heading("Three services, as schemas/contract.json describes them");
  screen.table([
    ["service", "does", "events", "in virtual host", "queue"],
    ["svc-order", "publishes", "order_placed, order_paid, order_cancelled, refund_requested", home, ""],
    ["svc-billing", "consumes", "order_paid v1 and v2", home, queues.billing],
    [
      "svc-notifications",
      "consumes",
      "order_placed v1 and v2, order_cancelled v1",
      home,
      queues.notifications,
    ],
  ]);

  for (const { title, play } of scenes) {
    interrupted.throwIfAborted();
    screen.heading(title);
    await play({ url: ordersUrl, order, billing, notifications, gateway, journal });
  }
  // Awaited here: the broker is there until this function returns.
  return await showOutcome(screen, journal, operator);
}
