import "reflect-metadata";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { INestApplicationContext } from "@nestjs/common";
import { Test } from "@nestjs/testing";
import { startBroker, type TestBroker } from "rabbitgen/testing";
import { connect, invoiceIssued, invoiceIssuedV1, orderPaidV1, type Rabbit } from "../generated/index.js";
import { AppModule } from "../src/app-module.js";
import { InvoiceNumbers } from "../src/invoice-numbers.js";

let broker: TestBroker;
/** Reads the invoices: an event that no queue takes is an error for its publisher. */
let archive: Rabbit;
let app: INestApplicationContext | undefined;

before(async () => {
  broker = await startBroker();
  archive = await connect({ url: broker.url, service: "svc-archive" });
  await archive.consumer(invoiceIssued, { queue: "archive.invoice_issued", handlers: { v1: () => {} } });
});

afterEach(async () => {
  await app?.close();
  app = undefined;
  await broker.reset();
});

after(async () => {
  await archive.close();
  await broker.close();
});

async function startApp(numbers: object): Promise<void> {
  const module = Test.createTestingModule({ imports: [AppModule.forRoot(broker.url)] });
  app = await module.overrideProvider(InvoiceNumbers).useValue(numbers).compile();
  await app.init();
}

/** The consumer takes no more messages; what it has may still run. */
async function consumerIsCancelled(): Promise<void> {
  while (broker.queue("billing.order_paid").consumers > 0) await setTimeout(5);
}

test("an order that is paid gets an invoice", async () => {
  await startApp({ next: async () => "i-7" });
  await broker.send(orderPaidV1, { orderId: "o-1", cents: 500 });
  const { event } = await broker.nextPublished(invoiceIssuedV1);
  assert.deepEqual(event, { invoice: "i-7", orderId: "o-1", cents: 500 });
});

test("what happens on the connection is in Nest's log", async () => {
  const lines: string[] = [];
  const write = (line: unknown): void => {
    lines.push(String(line));
  };
  const module = Test.createTestingModule({ imports: [AppModule.forRoot(broker.url)] });
  app = await module.setLogger({ log: write, warn: write, error: write }).compile();
  assert.match(lines.join("\n"), /^rabbitgen: connected /m);
});

test("closing the application lets a handler finish before what it uses is closed", async () => {
  const steps: string[] = [];
  let give: () => void = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  let begin: () => void = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  await startApp({
    next: async () => {
      begin();
      await given;
      steps.push("a number is given");
      return "i-8";
    },
    onApplicationShutdown: () => steps.push("the numbers are closed"),
  });
  await broker.send(orderPaidV1, { orderId: "o-2", cents: 500 });
  await begun;
  const closed = app?.close();
  await consumerIsCancelled();
  give();
  await closed;
  app = undefined;
  assert.deepEqual(steps, ["a number is given", "the numbers are closed"]);
  const names = broker.connections().map(({ name }) => name);
  assert.deepEqual(
    names.filter((name) => name?.includes("svc-billing")),
    [],
  );
  const invoices = await broker.published(invoiceIssuedV1);
  assert.deepEqual(
    invoices.map(({ event }) => event.invoice),
    ["i-8"],
  );
});

const noSignals = process.platform === "win32" ? "Windows has no SIGTERM" : false;

test("SIGTERM lets a handler finish, too", { skip: noSignals }, async () => {
  const held = broker.holdConfirms();
  const service = spawn(process.execPath, [join(__dirname, "../src/main.js")], {
    env: { ...process.env, AMQP_URL: broker.url },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const sent = broker.send(orderPaidV1, { orderId: "o-3", cents: 500 });
  // the handler waits for its confirm; a busy machine takes seconds to start the service
  await broker.nextPublished(invoiceIssuedV1, { timeout: 60_000 });
  service.kill("SIGTERM");
  const ended = once(service, "exit");
  await consumerIsCancelled();
  held.stop();
  await Promise.all([sent, ended]);
  const { ready, unacked } = broker.queue("billing.order_paid");
  assert.deepEqual([ready, unacked], [0, 0]);
});
