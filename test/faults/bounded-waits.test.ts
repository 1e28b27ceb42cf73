import { describe, expect, onTestFinished, test } from "vitest";
import type { ConnectOptions } from "../../runtime/connection/connect-options.js";
import type { Consumer, Publisher, Rabbit, Warning } from "../../runtime/index.js";
import { type OrderFamily, type OrderPaid, orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent } from "../support/waiting.js";

const bench = useBench();
const startTimeout = 2_000;
const handlers = { v1: () => {}, v2: "dead-letter" } as const;

type Options = Partial<ConnectOptions<"svc-billing">>;
/** Connects, does what is wanted while all is well, and makes the broker one that does not answer. */
type Trouble = (
  options: Options,
  family: OrderFamily,
  before: (rabbit: Rabbit) => Promise<void>,
) => Promise<Rabbit>;

const troubles: Readonly<
  Record<
    string,
    { readonly cause: RegExp; readonly pausing: "resolves" | "rejects"; readonly begin: Trouble }
  >
> = {
  away: {
    cause: /cannot connect|connection was lost/,
    pausing: "resolves", // the channel is gone, and nothing is delivered
    begin: async (options, _, before) => {
      const proxy = await bench.proxy();
      const rabbit = await bench.connect({ ...options, url: proxy.url });
      await before(rabbit);
      proxy.refuse(true);
      const waiting = nextEvent(rabbit, "reconnecting");
      proxy.cut();
      await waiting;
      return rabbit;
    },
  },
  silent: {
    cause: /no answer from the broker/,
    pausing: "rejects",
    begin: async (options, _, before) => {
      const proxy = await bench.proxy();
      const rabbit = await bench.connect({ ...options, url: proxy.url });
      await before(rabbit);
      proxy.hold("to client", true);
      return rabbit;
    },
  },
  blocked: {
    cause: /is blocking the connection: low on memory/,
    pausing: "rejects",
    begin: async (options, family, before) => {
      const rabbit = await bench.connect(options);
      await before(rabbit);
      const publisher = await rabbit.publisher(family.versions.v1);
      onTestFinished(async () => void (await bench.broker.ctl("set_vm_memory_high_watermark", "0.4")));
      await bench.broker.ctl("set_vm_memory_high_watermark", "0.0000001");
      const blocked = nextEvent(rabbit, "blocked").then(() => true);
      // the broker blocks a connection that publishes, as soon as it has noticed the alarm
      while (!(await Promise.race([blocked, publisher.publish({ orderId: "o-1" }).then(() => false)])));
      return rabbit;
    },
  },
};

describe.each(Object.keys(troubles))("with a broker that is %s", (name) => {
  const trouble = troubles[name] ?? expect.unreachable("no such trouble");
  const rejection = { name: "BrokerTimeoutError", message: expect.stringMatching(trouble.cause) };
  const start = async (
    skip: (note: string) => void,
    before: (rabbit: Rabbit, family: OrderFamily) => Promise<void> = async () => {},
  ) => {
    if (name === "blocked" && bench.lacks("rabbitmqctl")) skip("needs rabbitmqctl");
    const family = orderFamily({ unroutable: "ignore" });
    const options = { startTimeout, connections: "single" } as const;
    const rabbit = await trouble.begin(options, family, (open) => before(open, family));
    return { rabbit, family };
  };

  test("rejects publisher() and consumer() with the cause, and leaves nothing behind", async ({ skip }) => {
    const { rabbit } = await start(skip);
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

  test("settles publish, pause, resume, and the close of each", async ({ skip }) => {
    const made: { publisher?: Publisher<OrderPaid>; consumer?: Consumer } = {};
    await start(skip, async (rabbit, family) => {
      made.consumer = await rabbit.consumer(family, { queue: bench.queue(), handlers });
      made.publisher = await rabbit.publisher(family.versions.v2);
    });
    const { publisher, consumer } = made;
    if (publisher === undefined || consumer === undefined) return expect.unreachable("nothing was made");
    await expect(publisher.publish({ orderId: "o-1" }, { timeout: 300 })).rejects.toMatchObject({
      certainty: name === "silent" ? "unknown" : "not-sent",
    });
    for (const change of [consumer.pause(), consumer.resume()]) {
      if (trouble.pausing === "rejects") await expect(change).rejects.toMatchObject(rejection);
      else await expect(change).resolves.toBeUndefined();
    }
    await publisher.close({ timeout: 300 });
    await consumer.close({ timeout: 300 });
    expect([publisher.health.state, consumer.health.state]).toEqual(["closed", "closed"]);
  });

  test("closes everything in its time", async ({ skip }) => {
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

test("says at once that a connection has no more channels", async () => {
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

test("warns of a growing number of publishers of one event, at each doubling", async () => {
  const rabbit = await bench.connect();
  const [family, other] = [orderFamily(), orderFamily()];
  const warnings: Warning[] = [];
  rabbit.on("warning", (warning) => warnings.push(warning));
  for (let i = 0; i < 20; i += 1) await rabbit.publisher(family.versions.v1);
  for (let i = 0; i < 9; i += 1) await rabbit.publisher(other.versions.v1);
  const about = (count: number) => ({
    code: "many-publishers",
    message: expect.stringMatching(new RegExp(`^${count} publishers of ${family.event} v1 are open`)),
  });
  expect(warnings).toMatchObject([about(10), about(20)]);
});
