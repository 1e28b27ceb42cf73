import { expect, test } from "vitest";
import type { Delivered } from "../../runtime/index.js";
import { orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { Seen } from "../support/waiting.js";

const bench = useBench();

test("carries an event from a publisher to the handler of its version, and acknowledges it", async () => {
  const family = orderFamily();
  const rabbit = await bench.connect();
  const queue = bench.queue();
  const seen = new Seen<readonly [string, unknown, Delivered]>();
  await rabbit.consumer(family, {
    queue,
    handlers: {
      v1: (event, message) => seen.add(["v1", event, message]),
      v2: async (event, message) => seen.add(["v2", event, message]),
    },
  });
  const publisher = await rabbit.publisher(family.versions.v2);
  const { messageId } = await publisher.publish({ orderId: "o-1" });
  const [[version, event, message] = []] = await seen.count(1);
  expect(version).toBe("v2");
  expect(event).toEqual({ orderId: "o-1" });
  expect(message).toMatchObject({
    event: family.event,
    version: "v2",
    messageId,
    attempt: 1,
    redelivered: false,
  });
  expect(await rabbit.close()).toMatchObject({ abandoned: 0, unconfirmed: 0 });
  await bench.holds(queue, 0);
});
