import { inspect } from "node:util";
import { expect, it } from "vitest";
import { connectTo } from "../../templates/runtime/index.js";
import { contract, orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";

const bench = useBench();

async function failure(url: string, options: { readonly startTimeout?: number } = {}): Promise<Error> {
  const rabbit = connectTo(contract, { url, service: "svc-billing", ...options });
  return rabbit.then(
    () => new Error("it connected"),
    (error: Error) => error,
  );
}

function urlWith(change: (url: URL) => void): string {
  const url = new URL(bench.broker.url);
  change(url);
  return url.href;
}

it("rejects a wrong password at once, without repeating it", async () => {
  const error = await failure(
    urlWith((url) => {
      url.password = "hunter2";
    }),
  );
  expect(error).toMatchObject({ name: "AuthenticationError" });
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain("hunter2");
});

it("rejects a missing virtual host at once", async () => {
  const error = await failure(
    urlWith((url) => {
      url.pathname = "/nowhere";
    }),
  );
  expect(error).toMatchObject({ name: "VhostError", vhost: "nowhere" });
});

it("rejects with the last cause when nobody answers within startTimeout", async () => {
  const proxy = await bench.proxy();
  proxy.refuse(true);
  const error = await failure(proxy.url, { startTimeout: 300 });
  expect(error).toMatchObject({
    name: "ConnectError",
    message: expect.stringMatching(/no connection within 300 ms/),
  });
});

it("gives up on a peer that takes the connection and stays silent", async () => {
  const proxy = await bench.proxy();
  proxy.silence(true);
  const before = Date.now();
  expect(await failure(proxy.url, { startTimeout: 500 })).toMatchObject({ name: "ConnectError" });
  expect(Date.now() - before).toBeLessThan(2_000);
});

it("waits for a broker that comes up within startTimeout", async () => {
  const proxy = await bench.proxy();
  proxy.refuse(true);
  const connected = connectTo(contract, { url: proxy.url, service: "svc-billing" });
  setTimeout(() => proxy.refuse(false), 200);
  await (await connected).close();
});

it("opens one connection per role, when it is needed, or exactly one", async () => {
  const family = orderFamily();
  const open = async (connections: "per-role" | "single") => {
    const proxy = await bench.proxy();
    const rabbit = await bench.connect({ url: proxy.url, connections });
    const counts = [proxy.open];
    await rabbit.publisher(family.versions.v1);
    await rabbit.publisher(family.versions.v2);
    await rabbit.consumer(family, {
      queue: bench.queue(),
      handlers: { v1: "dead-letter", v2: "dead-letter" },
    });
    counts.push(proxy.open);
    return counts;
  };
  expect(await open("per-role")).toEqual([1, 2]);
  expect(await open("single")).toEqual([1, 1]);
});

it("maps the contract's virtual hosts to those of the environment", async () => {
  const family = orderFamily({ vhost: "/svc-order" });
  const rabbit = await bench.connect({ vhosts: { "/svc-order": "/" } });
  const { v1 } = family.versions;
  await rabbit.publisher(v1);
  const unmapped = await bench.connect();
  await expect(unmapped.publisher(v1)).rejects.toMatchObject({ name: "VhostError", vhost: "/svc-order" });
});

it("refuses a service that the contract does not have", async () => {
  const service = "svc-typo" as "svc-order";
  await expect(connectTo(contract, { url: "amqp://h", service })).rejects.toThrow(
    /has no service "svc-typo"; it has svc-order/,
  );
});

it("keeps the password out of everything that can be printed", async () => {
  const rabbit = await bench.connect();
  expect(inspect(rabbit, { depth: 20, showHidden: true })).not.toContain("guest:guest");
});
