import { randomUUID } from "node:crypto";
import { inspect } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, onTestFinished, test } from "vitest";
import { type ConnectOptions, connectTo } from "../../runtime/index.js";
import { contract, orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent } from "../support/waiting.js";

const bench = useBench();

async function failure(url: string, options: Partial<ConnectOptions> = {}): Promise<Error> {
  const rabbit = connectTo(contract, { ...options, url, service: "svc-billing" });
  return rabbit.then(
    () => new Error("it connected"),
    (error: Error) => error,
  );
}

/** Node's own, which it hides without `--expose-gc`. */
function garbageCollector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc");
}

function urlWith(change: (url: URL) => void): string {
  const url = new URL(bench.broker.url);
  change(url);
  return url.href;
}

test("rejects a wrong password at once, without repeating it", async () => {
  const error = await failure(
    urlWith((url) => {
      url.password = "hunter2";
    }),
  );
  expect(error).toMatchObject({ name: "AuthenticationError" });
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain("hunter2");
});

test("asks for the credentials at each connect, so that a password can be rotated", async ({ skip }) => {
  if (bench.lacks("rabbitmqctl")) skip("needs rabbitmqctl");
  const { ctl } = bench.broker;
  const username = `rotated-${randomUUID()}`;
  let password = "first";
  await ctl("add_user", username, password);
  onTestFinished(async () => void (await ctl("delete_user", username)));
  await ctl("set_permissions", username, ".*", ".*", ".*");
  const proxy = await bench.proxy();
  let asked = 0;
  const credentials = async () => {
    asked += 1;
    return { username, password };
  };
  const rabbit = await bench.connect({ url: proxy.url, credentials });
  const family = orderFamily();
  const queue = await bench.bound(family);
  const publisher = await rabbit.publisher(family.versions.v1);
  await publisher.publish({ orderId: "o-1" });
  const before = asked;
  await ctl("change_password", username, "second");
  const refused = nextEvent(rabbit, "reconnecting", ({ cause }) => cause.name === "AuthenticationError");
  proxy.cut();
  await refused; // the store of secrets is late
  password = "second";
  await publisher.publish({ orderId: "o-2" });
  await bench.holds(queue, 2);
  expect(asked).toBeGreaterThan(before + 1);
});

test.each([
  [
    "throws",
    () => {
      throw new Error("the vault is sealed");
    },
    "credentials() failed: the vault is sealed",
  ],
  [
    "rejects",
    () => Promise.reject(new Error("the vault is sealed")),
    "credentials() failed: the vault is sealed",
  ],
  ["gives nothing", () => undefined, "must return { username, password }"],
  ["gives a number", () => ({ username: "guest", password: 1 }), "must return { username, password }"],
  ["never answers", () => new Promise(() => {}), "credentials() timed out"],
])("tries again until startTimeout when credentials() %s", async (_, source, why) => {
  const credentials = source as unknown as () => { username: string; password: string };
  const error = await failure(bench.broker.url, { startTimeout: 300, credentials });
  expect(error).toMatchObject({ name: "ConnectError", message: expect.stringContaining(why) });
});

test("refuses two ways to log in at once", async () => {
  const credentials = () => ({ username: "guest", password: "guest" });
  const amqplain = urlWith((url) => url.searchParams.set("auth_mechanism", "amqplain"));
  expect(await failure(amqplain, { credentials })).toMatchObject({ name: "ConfigurationError" });
  const wrong = { credentials: { username: "u", password: "p" } as never };
  expect(await failure(bench.broker.url, wrong)).toMatchObject({ name: "ConfigurationError" });
});

test("rejects a missing virtual host at once", async () => {
  const error = await failure(
    urlWith((url) => {
      url.pathname = "/nowhere";
    }),
  );
  expect(error).toMatchObject({ name: "VhostError", vhost: "nowhere" });
});

test("rejects with the last cause when no broker answers within startTimeout", async () => {
  const proxy = await bench.proxy();
  proxy.refuse(true);
  const error = await failure(proxy.url, { startTimeout: 300 });
  expect(error).toMatchObject({
    name: "ConnectError",
    message: expect.stringMatching(/no connection within 300 ms/),
  });
});

// the test's timeout is below the 30 s that a connection is tried for by default
test("gives up on a peer that takes the connection and stays silent", { timeout: 20_000 }, async () => {
  const proxy = await bench.proxy();
  proxy.silence(true);
  const collecting = setInterval(garbageCollector(), 100);
  onTestFinished(() => clearInterval(collecting));
  expect(await failure(proxy.url, { startTimeout: 500 })).toMatchObject({ name: "ConnectError" });
});

test("waits for a broker that comes up within startTimeout", async () => {
  const proxy = await bench.proxy();
  proxy.refuse(true);
  const connected = connectTo(contract, { url: proxy.url, service: "svc-billing" });
  setTimeout(() => proxy.refuse(false), 200);
  await (await connected).close();
});

test("opens one connection per role, when it is needed, or exactly one", async () => {
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

test("maps the contract's virtual hosts to those of the environment", async () => {
  const family = orderFamily({ vhost: "/svc-order" });
  const rabbit = await bench.connect({ vhosts: { "/svc-order": "/" } });
  const { v1 } = family.versions;
  await rabbit.publisher(v1);
  const unmapped = await bench.connect();
  await expect(unmapped.publisher(v1)).rejects.toMatchObject({ name: "VhostError", vhost: "/svc-order" });
});

test("refuses a service that the contract does not have", async () => {
  const service = "svc-typo" as "svc-order";
  await expect(connectTo(contract, { url: "amqp://h", service })).rejects.toThrow(
    /has no service "svc-typo"; known services: svc-order/,
  );
});

test("keeps the password out of everything that can be printed", async () => {
  const rabbit = await bench.connect();
  expect(inspect(rabbit, { depth: 20, showHidden: true })).not.toContain("guest:guest");
});
