// For node's own runner: `node --test`.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startBroker, type TestBroker } from "rabbitgen/testing";
import { connect, invoiceIssued, invoiceIssuedV1, orderPaidV1, type Rabbit } from "../generated/index.js";
import { startBilling } from "../src/billing.js";

let broker: TestBroker;
let rabbit: Rabbit;

before(async () => {
  broker = await startBroker();
  rabbit = await connect({ url: broker.url, service: "svc-billing" });
  await rabbit.consumer(invoiceIssued, { queue: "archive.invoice_issued", handlers: { v1: () => {} } });
  await startBilling(rabbit, async () => "i-1");
});

after(async () => {
  await rabbit.close();
  await broker.close();
});

test("an order that is paid gets an invoice", async () => {
  await broker.send(orderPaidV1, { orderId: "o-1", cents: 500 });
  const { event } = await broker.nextPublished(invoiceIssuedV1);
  assert.deepEqual(event, { invoice: "i-1", orderId: "o-1", cents: 500 });
});
