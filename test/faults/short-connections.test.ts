import { expect, it, onTestFinished, vi } from "vitest";
import { orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent } from "../support/waiting.js";

const bench = useBench();

it("takes messages again as soon as the connection stands, after a network that lost seven in a row", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0.99); // the longest backoffs
  onTestFinished(() => void vi.restoreAllMocks());
  const proxy = await bench.proxy();
  const family = orderFamily();
  const rabbit = await bench.connect({ url: proxy.url });
  await rabbit.consumer(family, { queue: bench.queue(), handlers: { v1: () => {}, v2: "dead-letter" } });
  const start = performance.now();
  for (let i = 0; i < 7; i += 1) {
    const back = nextEvent(rabbit, "consumer-recovered");
    proxy.cut();
    await back;
  }
  expect(performance.now() - start).toBeLessThan(5_000); // some hundred ms; 12 s with the backoffs of the channel
});
