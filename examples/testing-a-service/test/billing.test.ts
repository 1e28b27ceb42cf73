// For vitest and jest, whose globals have the same names.
import { recordingPublisher, startBroker, type TestBroker, testHandler } from "rabbitgen/testing";
import {
  connect,
  invoiceIssued,
  invoiceIssuedV1,
  orderPaid,
  orderPaidV1,
  type Rabbit,
} from "../generated/index.js";
import { handlersOf, startBilling } from "../src/billing.js";

describe("billing, with a broker", () => {
  let broker: TestBroker;
  let rabbit: Rabbit;
  let failures = 0;

  beforeAll(async () => {
    broker = await startBroker();
    rabbit = await connect({ url: broker.url, service: "svc-billing" });
    await rabbit.consumer(invoiceIssued, { queue: "archive.invoice_issued", handlers: { v1: () => {} } });
    await startBilling(rabbit, async () => {
      if (failures-- > 0) throw new Error("the numbers are down");
      return "i-1";
    });
  });

  afterEach(() => broker.reset());

  afterAll(async () => {
    await rabbit.close();
    await broker.close();
  });

  test("an order that is paid gets an invoice", async () => {
    await broker.send(orderPaidV1, { orderId: "o-1", cents: 500 });
    const { event } = await broker.nextPublished(invoiceIssuedV1);
    expect(event).toEqual({ invoice: "i-1", orderId: "o-1", cents: 500 });
  });

  test("a failure is tried again after ten seconds, and no test waits for them", async () => {
    failures = 1;
    await broker.send(orderPaidV1, { orderId: "o-2", cents: 500 });
    await broker.idle({ delayed: "leave" });
    expect(await broker.published(invoiceIssuedV1)).toEqual([]);
    await broker.clock.advance("10s");
    const { event } = await broker.nextPublished(invoiceIssuedV1);
    expect(event.orderId).toBe("o-2");
  });

  test("an order without a price is a dead letter", async () => {
    await broker.send(orderPaidV1, { orderId: "o-3", cents: 0 });
    await broker.idle();
    const [letter] = broker.queue("billing.order_paid").dead();
    expect(letter?.reason).toBe("rejected");
    expect(letter?.error?.message).toBe("nothing to bill");
  });

  test("a lost connection loses nothing", async () => {
    broker.dropConnections();
    await broker.send(orderPaidV1, { orderId: "o-4", cents: 500 });
    expect((await broker.nextPublished(invoiceIssuedV1)).event.orderId).toBe("o-4");
  });
});

describe("billing's handler, without a broker", () => {
  const invoices = recordingPublisher(invoiceIssuedV1);
  const handlers = handlersOf(invoices, async () => "i-1");

  test("publishes an invoice", async () => {
    const message = { version: "v1", event: { orderId: "o-1", cents: 500 } } as const;
    const result = await testHandler(orderPaid, handlers, message, { publishers: [invoices] });
    expect(result.settlement).toBe("ack");
    expect(result.published.map(({ event }) => event)).toEqual([
      { invoice: "i-1", orderId: "o-1", cents: 500 },
    ]);
  });

  test("rejects an order without a price", async () => {
    const message = { version: "v1", event: { orderId: "o-1", cents: 0 } } as const;
    const { settlement, reason } = await testHandler(orderPaid, handlers, message);
    expect([settlement, reason]).toEqual(["dead-letter", "rejected"]);
  });
});
