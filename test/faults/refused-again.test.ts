import { expect, onTestFinished, test } from "vitest";
import { startProxy } from "../support/fault-proxy.js";
import { orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent } from "../support/waiting.js";

const bench = useBench();

test("says unknown of a message that may have been taken before it is sent again and refused", async () => {
  const proxy = await startProxy(bench.broker.url);
  onTestFinished(() => proxy.close());
  const family = orderFamily();
  const queue = bench.queue();
  const full = { "x-queue-type": "classic", "x-max-length": 1, "x-overflow": "reject-publish" };
  const { exchange, routingKey } = family.versions.v1;
  await bench.channel.assertExchange(exchange.name, exchange.type);
  await bench.channel.assertQueue(queue, { durable: true, arguments: full });
  await bench.channel.bindQueue(queue, exchange.name, routingKey);
  const rabbit = await bench.connect({ url: proxy.url });
  const publisher = await rabbit.publisher(family.versions.v1);

  proxy.silence(true, "to client");
  const published = publisher.publish({ orderId: "o-1" });
  published.catch(() => {});
  await bench.holds(queue, 1);
  const back = nextEvent(rabbit, "connected");
  proxy.silence(false);
  proxy.cut();
  await back;
  await expect(published).rejects.toMatchObject({ certainty: "unknown" });
});
