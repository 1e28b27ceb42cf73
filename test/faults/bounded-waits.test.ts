import { describe, expect, it, onTestFinished } from "vitest";
import type { ConnectOptions } from "../../templates/runtime/connect-options.js";
import type { Rabbit, Warning } from "../../templates/runtime/index.js";
import { type OrderFamily, orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent } from "../support/waiting.js";

const bench = useBench();
const startTimeout = 500;
const handlers = { v1: () => {}, v2: "dead-letter" } as const;

/** Makes the broker one that does not answer, and gives the cause that a caller must see. */
const troubles: Readonly<
  Record<
    string,
    (options: Partial<ConnectOptions<"svc-billing">>, family: OrderFamily) => Promise<[Rabbit, RegExp]>
  >
> = {
  away: async (options) => {
    const proxy = await bench.proxy();
    const rabbit = await bench.connect({ ...options, url: proxy.url });
    proxy.refuse(true);
    const waiting = nextEvent(rabbit, "reconnecting");
    proxy.cut();
    await waiting;
    return [rabbit, /cannot connect|connection was lost/];
  },
  silent: async (options) => {
    const proxy = await bench.proxy();
    const rabbit = await bench.connect({ ...options, url: proxy.url });
    proxy.hold("to client", true);
    return [rabbit, /does not answer/];
  },
  blocked: async (options, family) => {
    const rabbit = await bench.connect(options);
    const publisher = await rabbit.publisher(family.versions.v1);
    onTestFinished(async () => void (await bench.broker.ctl("set_vm_memory_high_watermark", "0.4")));
    await bench.broker.ctl("set_vm_memory_high_watermark", "0.0000001");
    const blocked = nextEvent(rabbit, "blocked").then(() => true);
    // the broker blocks a connection that publishes, as soon as it has noticed the alarm
    while (!(await Promise.race([blocked, publisher.publish({ orderId: "o-1" }).then(() => false)])));
    return [rabbit, /blocks the connection: low on memory/];
  },
};

describe.each(Object.keys(troubles))("with a broker that is %s", (name) => {
  const start = async (skip: (note: string) => void) => {
    if (name === "blocked" && bench.broker.origin === "AMQP_URL") skip("needs rabbitmqctl");
    const family = orderFamily({ unroutable: "ignore" });
    const options = { startTimeout, connections: "single" } as const;
    const [rabbit, cause] =
      (await troubles[name]?.(options, family)) ?? expect.unreachable("no such trouble");
    const rejection = {
      name: "BrokerTimeoutError",
      message: expect.stringMatching(cause),
    };
    return { rabbit, family, rejection };
  };

  it("rejects publisher() and consumer() with the cause, and leaves nothing behind", async ({ skip }) => {
    const { rabbit, rejection } = await start(skip);
    const before = rabbit.health().publishers.length;
    const other = orderFamily();
    const queue = bench.queue();
    await Promise.all([
      expect(rabbit.publisher(other.versions.v1)).rejects.toMatchObject(rejection),
      expect(rabbit.consumer(other, { queue, handlers })).rejects.toMatchObject(rejection),
    ]);
    expect(rabbit.health()).toMatchObject({ consumers: [] });
    expect(rabbit.health().publishers).toHaveLength(before);
  });

  it("closes everything in its time", async ({ skip }) => {
    const { rabbit, family } = await start(skip);
    const opening = [
      rabbit.publisher(family.versions.v2),
      rabbit.consumer(family, { queue: bench.queue(), handlers }),
    ];
    const settled = Promise.allSettled(opening);
    expect(await rabbit.close({ timeout: 500 })).toHaveProperty("drained", 0);
    for (const { status } of await settled) expect(status).toBe("rejected");
    await expect(rabbit.publisher(family.versions.v2)).rejects.toMatchObject({ name: "ClosedError" });
  });
});

it("settles pause, resume, publish and every close of a connection that went silent", async () => {
  const proxy = await bench.proxy();
  const rabbit = await bench.connect({ url: proxy.url, startTimeout, connections: "single" });
  const family = orderFamily();
  const consumers = await Promise.all(
    [1, 2].map(() => rabbit.consumer(family, { queue: bench.queue(), handlers })),
  );
  const publisher = await rabbit.publisher(family.versions.v1);
  proxy.hold("to client", true);
  const rejection = { name: "BrokerTimeoutError", message: expect.stringContaining("does not answer") };
  await expect(consumers[0]?.pause()).rejects.toMatchObject(rejection);
  expect(consumers[0]?.health.state).toBe("paused");
  await expect(consumers[0]?.resume()).rejects.toMatchObject(rejection);
  await expect(publisher.publish({ orderId: "o-1" }, { timeout: 300 })).rejects.toMatchObject({
    name: "PublishUnknownError",
  });
  await publisher.close({ timeout: 300 });
  for (const consumer of consumers) await consumer.close({ timeout: 300 });
  await rabbit.close({ timeout: 300 });
});

it("says at once that a connection has no more channels", async () => {
  const url = new URL(bench.broker.url);
  url.searchParams.set("channelMax", "2");
  const rabbit = await bench.connect({ url: url.href });
  const family = orderFamily();
  const first = await rabbit.publisher(family.versions.v1);
  await rabbit.publisher(family.versions.v1);
  const limit = { name: "ChannelLimitError", message: expect.stringContaining("channel_max") };
  await expect(rabbit.publisher(family.versions.v1)).rejects.toMatchObject(limit);
  await first.close();
  await rabbit.publisher(family.versions.v1); // one that was closed leaves its place
});

it("warns of a growing number of publishers of one event, at each doubling", async () => {
  const rabbit = await bench.connect();
  const [family, other] = [orderFamily(), orderFamily()];
  const warnings: Warning[] = [];
  rabbit.on("warning", (warning) => warnings.push(warning));
  for (let i = 0; i < 20; i += 1) await rabbit.publisher(family.versions.v1);
  for (let i = 0; i < 9; i += 1) await rabbit.publisher(other.versions.v1);
  const about = (count: number) => ({
    code: "many-publishers",
    message: expect.stringMatching(new RegExp(`^there are ${count} open publishers of ${family.event} v1`)),
  });
  expect(warnings).toMatchObject([about(10), about(20)]);
});
