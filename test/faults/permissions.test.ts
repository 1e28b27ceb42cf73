import { beforeEach, expect, test } from "vitest";
import { Reject, type Warning } from "../../runtime/index.js";
import { addUser } from "../support/broker-user.js";
import { kept, Ledger } from "../support/ledger.js";
import { type OrderPaid, orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent } from "../support/waiting.js";

const bench = useBench();
beforeEach(({ skip }) => skip(bench.lacks("rabbitmqctl"), "needs rabbitmqctl"));

test("refuses publishes while the permission to write is revoked, and sends again when it is back", async () => {
  const { name, url } = await addUser(bench.broker);
  const proxy = await bench.proxy();
  const family = orderFamily();
  const queue = await bench.bound(family);
  const rabbit = await bench.connect({ url: url(proxy.url) });
  const publisher = await rabbit.publisher(family.versions.v1);
  const ledger = new Ledger();
  await ledger.publishAll(publisher, "allowed", 20);
  await bench.broker.ctl("set_permissions", name, ".*", "", ".*");
  const back = nextEvent(rabbit, "connected");
  proxy.cut(); // a channel that is open remembers what it was allowed
  await back;
  // one at a time: of two in flight when a channel closes, it is unknown which was the first that it refused
  for (const id of ["forbidden-0", "forbidden-1"]) await ledger.publish(publisher, id, { timeout: 100_000 });
  expect(ledger.balance()).toMatchObject({ confirmed: 20, refused: 2, unknown: 0, notSent: 0 });
  await bench.broker.ctl("set_permissions", name, ".*", ".*", ".*");
  await ledger.publishAll(publisher, "again", 20);
  expect(await ledger.collect(bench, queue)).toMatchObject({ ...kept, confirmed: 40, duplicates: 0 });
}, 180_000);

test("waits while all permissions are revoked, and publishes and consumes when they are back", async () => {
  const { name, url } = await addUser(bench.broker);
  const proxy = await bench.proxy();
  const family = orderFamily();
  const queue = bench.queue();
  const rabbit = await bench.connect({ url: url(proxy.url) });
  const ledger = new Ledger();
  const v1 = ({ orderId }: OrderPaid) => ledger.handled(orderId);
  await rabbit.consumer(family, { queue, handlers: { v1, v2: "dead-letter" } });
  const publisher = await rabbit.publisher(family.versions.v1);
  await ledger.publish(publisher, "before");
  await ledger.handledAll(1);
  await bench.broker.ctl("clear_permissions", name);
  const refused = nextEvent(rabbit, "reconnecting", ({ role }) => role === "publishing");
  proxy.cut();
  expect(await refused).toMatchObject({ cause: { name: "VhostError" } });
  await ledger.publishAll(publisher, "impatient", 5, { timeout: 100 });
  expect(ledger.balance()).toMatchObject({ confirmed: 1, notSent: 5, unknown: 0 });
  const patient = ledger.publishAll(publisher, "patient", 20, { timeout: 100_000 });
  await bench.broker.ctl("set_permissions", name, ".*", ".*", ".*");
  await patient;
  await ledger.handledAll(21);
  await rabbit.close();
  const balance = await ledger.collect(bench, queue);
  expect(balance).toMatchObject({ ...kept, confirmed: 21, notSent: 5, handled: 21, dead: 0 });
  expect(balance.duplicates, "the first one's ack may have gone with the connection").toBeLessThanOrEqual(1);
}, 120_000);

test("restores a consumer that may not read its queue for a while", async () => {
  const { name, url } = await addUser(bench.broker);
  const proxy = await bench.proxy();
  const family = orderFamily();
  const queue = bench.queue();
  const publisher = await (await bench.connect()).publisher(family.versions.v1);
  const rabbit = await bench.connect({ url: url(proxy.url) });
  const ledger = new Ledger();
  const v1 = ({ orderId }: OrderPaid) => ledger.handled(orderId);
  await rabbit.consumer(family, { queue, handlers: { v1, v2: "dead-letter" } });
  await bench.broker.ctl("set_permissions", name, ".*", ".*", "");
  const refused = nextEvent(rabbit, "consumer-lost", ({ cause }) => cause.message.includes("ACCESS_REFUSED"));
  const recovered = nextEvent(rabbit, "consumer-recovered");
  proxy.cut();
  await refused;
  await ledger.publishAll(publisher, "o", 20);
  await bench.broker.ctl("set_permissions", name, ".*", ".*", ".*");
  await recovered;
  await ledger.handledAll(20);
  await rabbit.close();
  expect(await ledger.collect(bench, queue)).toMatchObject({ ...kept, confirmed: 20, handled: 20, dead: 0 });
}, 120_000);

test.each(["check", "none"] as const)(
  "says at the start, with declare %j, that retries and dead letters cannot be written",
  async (declare) => {
    const { name, url } = await addUser(bench.broker);
    const family = orderFamily();
    const queue = bench.queue();
    const options = {
      queue,
      handlers: { v1: "dead-letter", v2: "dead-letter" },
      retry: { maxAttempts: 1 }, // without retry queues, which a check would look for
    } as const;
    await (await bench.connect()).consumer(family, options);
    await bench.broker.ctl("set_permissions", name, "^$", "^$", ".*");
    const rabbit = await bench.connect({ url: url(bench.broker.url), declare });
    const warned = nextEvent(rabbit, "warning", ({ code }) => code === "copies-refused");
    await rabbit.consumer(family, options);
    expect(await warned).toMatchObject({
      queue,
      message: expect.stringContaining('lacks the write permission for exchange "amq.default"'),
    });
  },
  180_000,
);

test("says nothing of copies at the start where they can be written", async () => {
  const { name, url } = await addUser(bench.broker);
  const family = orderFamily();
  const queue = bench.queue();
  const ledger = new Ledger();
  const v1 = (): never => {
    throw new Reject("no");
  };
  const options = { queue, handlers: { v1, v2: "dead-letter" }, retry: { maxAttempts: 1 } } as const;
  await (await bench.connect()).consumer(family, options).then((one) => one.close());
  await bench.broker.ctl("set_permissions", name, "^$", "^amq\\.default$", ".*");
  const rabbit = await bench.connect({ url: url(bench.broker.url), declare: "check" });
  const warnings: Warning[] = [];
  rabbit.on("warning", (warning) => warnings.push(warning));
  const dead = nextEvent(rabbit, "dead-letter");
  await rabbit.consumer(family, options);
  await ledger.publish(await (await bench.connect()).publisher(family.versions.v1), "o-1");
  await dead; // written after the look at the start, on the same channel
  expect(warnings).toEqual([]);
}, 180_000);
