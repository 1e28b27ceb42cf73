// An embedded broker in a process of its own: sends its URL, and the size of its heap after a collection for each
// message that it receives.
import { setTimeout } from "node:timers/promises";
import { startEmbeddedBroker } from "../../src/embedded-broker/index.js";

const broker = await startEmbeddedBroker();
process.on("message", async () => {
  globalThis.gc?.();
  await setTimeout(500); // buffers are given back after the collection that finds them
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send?.({ heapMiB: (heapUsed + external) / 2 ** 20, rssMiB: rss / 2 ** 20 });
});
process.on("disconnect", () => broker.close().then(() => process.exit()));
process.send?.({ url: broker.url });
