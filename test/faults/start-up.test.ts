import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, connect as connectSocket, createServer, type Socket } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import { addUser } from "../support/broker-user.js";
import { kept, Ledger } from "../support/ledger.js";
import { orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent } from "../support/waiting.js";

vi.setConfig({ testTimeout: 180_000 }); // rabbitmqctl takes seconds on a busy machine

const bench = useBench();
const administered = (skip: (note: string) => void) => {
  if (bench.lacks("rabbitmqctl")) skip("needs rabbitmqctl");
};

test("connects to a broker that is down and comes up", async ({ skip }) => {
  administered(skip);
  const family = orderFamily();
  await bench.broker.stop();
  const connecting = bench.connect({ startTimeout: 120_000 });
  await bench.broker.start();
  const rabbit = await connecting;
  const queue = await bench.bound(family);
  const ledger = new Ledger();
  await ledger.publishAll(await rabbit.publisher(family.versions.v1), "o", 10);
  expect(await ledger.collect(bench, queue)).toMatchObject({ ...kept, confirmed: 10, queued: 10 });
}, 180_000);

test("tries a wrong password and a missing virtual host once only", async () => {
  for (const [part, value, name] of [
    ["password", "wrong", "AuthenticationError"],
    ["pathname", "/nowhere", "VhostError"],
  ] as const) {
    const proxy = await bench.proxy();
    const url = new URL(proxy.url);
    url[part] = value;
    await expect(bench.connect({ url: url.href, startTimeout: 5_000 })).rejects.toMatchObject({ name });
    expect(proxy.attempts).toBe(1);
  }
});

test("goes on trying when the password changes while it runs, and is back when it is right again", async ({
  skip,
}) => {
  administered(skip);
  const { name, url } = await addUser(bench.broker);
  const proxy = await bench.proxy();
  const family = orderFamily();
  const queue = await bench.bound(family);
  const rabbit = await bench.connect({ url: url(proxy.url) });
  const publisher = await rabbit.publisher(family.versions.v1);
  await bench.broker.ctl("change_password", name, "another");
  const refused = nextEvent(rabbit, "reconnecting");
  proxy.cut();
  expect(await refused).toMatchObject({ cause: { name: "AuthenticationError" } });
  const ledger = new Ledger();
  const late = ledger.publish(publisher, "o-1", { timeout: 120_000 });
  await bench.broker.ctl("change_password", name, "secret");
  await late;
  expect(await ledger.collect(bench, queue)).toMatchObject({ ...kept, confirmed: 1, queued: 1 });
});

test("finds a virtual host that is added after the first try", async ({ skip }) => {
  administered(skip);
  const vhost = `v-${randomUUID().slice(0, 8)}`;
  const rabbit = await bench.connect();
  const { v1 } = orderFamily({ vhost, unroutable: "ignore" }).versions;
  await expect(rabbit.publisher(v1)).rejects.toMatchObject({ name: "VhostError", vhost });
  await bench.broker.ctl("add_vhost", vhost);
  onTestFinished(async () => void (await bench.broker.ctl("delete_vhost", vhost)));
  await bench.broker.ctl("set_permissions", "-p", vhost, "guest", ".*", ".*", ".*");
  const publisher = await rabbit.publisher(v1);
  await expect(publisher.publish({ orderId: "o-1" })).resolves.toHaveProperty("messageId");
});

test("gives up a peer that is silent for 10 s, or sends a byte now and then for 20 s, and tries again", async () => {
  const silent = (["protocol-header", "connection.tune"] as const).map(async (method) => {
    const proxy = await bench.proxy();
    const silenced = proxy.strike(method, "silence");
    const connecting = bench.connect({ url: proxy.url, startTimeout: 120_000 });
    await silenced;
    await connecting;
    return proxy.attempts;
  });
  const peer = await startDrippingPeer(bench.broker.url);
  const rabbit = await bench.connect({ url: peer.url, startTimeout: 120_000 });
  expect([...(await Promise.all(silent)), peer.attempts()]).toEqual([2, 2, 2]);
  await rabbit.close();
}, 120_000);

/** A peer whose first connection gets one byte of an endless frame every half second; later ones reach the broker. */
async function startDrippingPeer(target: string): Promise<{ url: string; attempts: () => number }> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let attempts = 0;
  const server = createServer((client) => {
    attempts += 1;
    sockets.add(client.on("error", () => {}));
    if (attempts > 1) {
      const broker = connectSocket(Number(port), hostname).on("error", () => {});
      sockets.add(broker);
      client.pipe(broker).pipe(client);
      return;
    }
    client.write(Buffer.from([1, 0, 0, 0, 1, 0, 0])); // a method frame of 64 KiB on channel 0
    const drip = setInterval(() => client.write(Buffer.from([0])), 500);
    client.on("close", () => clearInterval(drip));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = new URL(target);
  address.port = String((server.address() as AddressInfo).port);
  return { url: address.href, attempts: () => attempts };
}
