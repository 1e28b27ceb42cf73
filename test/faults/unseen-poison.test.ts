import { Buffer } from "node:buffer";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { kept, Ledger } from "../support/ledger.js";
import { type OrderPaid, orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";

const bench = useBench();

/** For so long the proxy gathers what it passes on, so that a prefetch comes as one. */
const GATHER_MS = 100;

/** The broker's URL by way of a proxy that resets a connection before this text, or what was sent with it, comes to its client. */
async function resetBefore(text: string, resets: () => void): Promise<string> {
  const target = new URL(bench.broker.url);
  const address = new URL(bench.broker.url);
  const server = createServer((client) => {
    const broker = connect(Number(target.port), target.hostname);
    for (const socket of [client, broker]) socket.on("error", () => {});
    client.on("data", (bytes) => broker.write(bytes));
    const gathered: Buffer[] = [];
    const pass = (): void => {
      const bytes = Buffer.concat(gathered.splice(0));
      if (!bytes.includes(text)) {
        client.write(bytes);
        return;
      }
      resets();
      client.resetAndDestroy();
      broker.resetAndDestroy();
    };
    broker.on("data", (bytes) => {
      if (gathered.push(bytes) === 1) setTimeout(pass, GATHER_MS);
    });
    client.on("close", () => broker.destroy());
    broker.on("close", () => client.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  address.port = String((server.address() as AddressInfo).port);
  return address.href;
}

test("handles the 20 neighbors of a message that ends the connection before it is seen", async () => {
  const family = orderFamily();
  const queue = bench.queue();
  const ledger = new Ledger();
  const direct = await bench.connect();
  const arguments_ = { "x-delivery-limit": 6 };
  const settings = { queue: { name: queue, arguments: arguments_ }, prefetch: 30 } as const;
  const declared = await direct.consumer(family, {
    ...settings,
    handlers: { v1: "dead-letter", v2: "dead-letter" },
  });
  await declared.close();
  const publisher = await direct.publisher(family.versions.v1);
  await ledger.publishAll(publisher, "before", 10);
  await ledger.publish(publisher, "poison");
  await ledger.publishAll(publisher, "after", 10);
  let resets = 0;
  const url = await resetBefore("poison", () => {
    resets += 1;
  });
  const rabbit = await bench.connect({ url });
  const attempts: number[] = [];
  await rabbit.consumer(family, {
    ...settings,
    handlers: {
      v1: ({ orderId }: OrderPaid, { attempt }) => {
        attempts.push(attempt);
        ledger.handled(orderId);
      },
      v2: "dead-letter",
    },
  });
  await ledger.handledAll(20);
  await bench.holds(`${queue}.dead`, 1);
  await rabbit.close();
  expect(resets).toBeGreaterThan(2);
  expect(Math.max(...attempts)).toBeLessThanOrEqual(4);
  const balance = await ledger.collect(bench, queue);
  expect(balance).toMatchObject({ ...kept, handled: 20, dead: 1, queued: 0 });
}, 120_000);
