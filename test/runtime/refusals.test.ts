import { randomUUID } from "node:crypto";
import { createContext, runInContext } from "node:vm";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import type { QueueSettings } from "../../runtime/contract/contract.js";
import { replyCode, toError } from "../../runtime/errors/amqplib-error.js";
import { RabbitError } from "../../runtime/index.js";
import { topologyError } from "../../runtime/topology/topology-error.js";
import { addUser } from "../support/broker-user.js";
import { orderFamily } from "../support/order-family.js";
import { useBench } from "../support/use-bench.js";
import { nextEvent } from "../support/waiting.js";

const bench = useBench();
beforeEach(({ skip }) => skip(bench.lacks("rabbitmqctl"), "needs rabbitmqctl"));
vi.setConfig({ testTimeout: 180_000 }); // rabbitmqctl takes seconds on a busy machine
const handlers = { v1: () => {}, v2: "dead-letter" } as const;

/** What a call rejects with: an error of the SDK that says what to do. */
async function refusal(call: Promise<unknown>): Promise<RabbitError> {
  const error: unknown = await call.then(
    () => expect.unreachable("it was not refused"),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(RabbitError);
  const { message, advice } = error as RabbitError;
  expect(advice).not.toBe("");
  expect(message).not.toContain(advice);
  return error as RabbitError;
}

async function consume(queue: QueueSettings): Promise<unknown> {
  const rabbit = await bench.connect({ startTimeout: 20_000 });
  return rabbit.consumer(orderFamily(), { queue, handlers });
}

/** A virtual host of its own with limits; it goes when the test ends. */
async function limitedVhost(limits: object): Promise<string> {
  const vhost = `v-${randomUUID().slice(0, 8)}`;
  await bench.broker.ctl("add_vhost", vhost);
  onTestFinished(async () => void (await bench.broker.ctl("delete_vhost", vhost)));
  await bench.broker.ctl("set_permissions", "-p", vhost, "guest", ".*", ".*", ".*");
  await bench.broker.ctl("set_vhost_limits", "-p", vhost, JSON.stringify(limits));
  const url = new URL(bench.broker.url);
  url.pathname = vhost;
  return url.href;
}

describe("rejects with an error of its own that names the entity and the broker's code", () => {
  test("a reserved name of an exchange", async () => {
    const name = `amq.${randomUUID()}`;
    const family = orderFamily({ exchange: { name, type: "topic" } });
    const rabbit = await bench.connect();
    expect(await refusal(rabbit.publisher(family.versions.v1))).toMatchObject({
      name: "DeclarationRefusedError",
      code: 403,
      entity: expect.stringContaining(name),
      message: expect.stringContaining("reserved prefix"),
    });
  });

  test("a reserved name of a queue, before the broker is asked", async () => {
    expect(await refusal(consume({ name: `amq.${randomUUID()}` }))).toMatchObject({
      name: "ConfigurationError",
      message: expect.stringContaining("RabbitMQ reserves names that begin with amq."),
    });
  });

  test("an argument of a wrong value or type, or that the queue's type does not have", async () => {
    const name = bench.queue();
    for (const [argument, value] of [
      ["x-max-length", "many"],
      ["x-message-ttl", -1],
      ["x-max-priority", 5],
    ] as const) {
      expect(await refusal(consume({ name, arguments: { [argument]: value } }))).toMatchObject({
        name: "DeclarationRefusedError",
        code: 406,
        entity: name,
        argument,
        advice: expect.stringContaining(`${argument} must be a whole number`),
      });
    }
  });

  test("a missing queue that another service declares, whatever its name", async () => {
    for (const name of [bench.queue(), `it's ${bench.queue()}`]) {
      const error = await refusal(consume({ name: bench.queue(name), declare: "check" }));
      expect(error).toMatchObject({ name: "TopologyMissingError", code: 404, entity: name });
      expect(error.advice).toMatch(/remove declare: "check"/);
      expect(error.advice).not.toMatch(/argument/);
    }
  });

  test("an argument or a name that cannot be sent", async () => {
    const invalid = Symbol("argument") as unknown as string;
    expect(await refusal(consume({ name: bench.queue(), arguments: { "x-a": invalid } }))).toMatchObject({
      name: "ConfigurationError",
    });
    const family = orderFamily({ exchange: { name: "x".repeat(256), type: "topic" } });
    expect(await refusal((await bench.connect()).publisher(family.versions.v1))).toMatchObject({
      name: "ConfigurationError",
    });
  });

  test("a declaration at which the broker closes the connection", async () => {
    const exchange = { name: `x-${randomUUID()}`, type: "x-unknown" as "topic" };
    const rabbit = await bench.connect({ startTimeout: 20_000 });
    expect(await refusal(rabbit.publisher(orderFamily({ exchange }).versions.v1))).toMatchObject({
      name: "DeclarationRefusedError",
      code: bench.broker.version.startsWith("3.") ? 503 : 406,
      message: expect.stringMatching(/exchange type/),
    });
  });

  test("a user without permissions", async () => {
    const { name, url } = await addUser(bench.broker);
    await bench.broker.ctl("set_permissions", name, "^$", "^$", "^$");
    const rabbit = await bench.connect({ url: url(bench.broker.url) });
    const family = orderFamily();
    const queue = bench.queue();
    expect(await refusal(rabbit.consumer(family, { queue, handlers }))).toMatchObject({
      name: "PermissionError",
      code: 403,
      kind: "queue",
      entity: expect.stringContaining(queue),
      vhost: "/",
      advice: expect.stringContaining("set_permissions"),
    });
    expect(await refusal(rabbit.publisher(family.versions.v1))).toMatchObject({
      name: "PermissionError",
      code: 403,
      kind: "exchange",
      entity: `x.${family.event}`,
      vhost: "/",
      permission: "configure",
    });
  });

  test.each([
    ["write the default exchange", "^q-", ["write", "exchange", "amq.default"]],
    ["read the exchange", "^(q-|amq\\.default$)", ["read", "exchange", "x"]],
  ])("a user that may not %s", async (_, write, [permission, kind, entity]) => {
    const { name, url } = await addUser(bench.broker);
    const family = orderFamily();
    const queue = bench.queue(`q-${randomUUID()}`);
    await bench.broker.ctl("set_permissions", name, ".*", write, "^q-");
    const rabbit = await bench.connect({ url: url(bench.broker.url) });
    const refused = await refusal(rabbit.consumer(family, { queue, handlers }));
    expect(refused).toMatchObject({
      name: "PermissionError",
      code: 403,
      permission,
      kind,
      entity: entity === "x" ? `x.${family.event}` : entity,
      message: expect.stringContaining(`lacks the ${permission} permission for exchange`),
    });
  });

  test("a user that may not bind with the routing key", async () => {
    const { name, url } = await addUser(bench.broker);
    const family = orderFamily();
    await bench.broker.ctl("set_topic_permissions", name, `x.${family.event}`, "^other$", "^other$");
    const rabbit = await bench.connect({ url: url(bench.broker.url) });
    expect(await refusal(rabbit.consumer(family, { queue: bench.queue(), handlers }))).toMatchObject({
      name: "PermissionError",
      code: 403,
      kind: "topic",
      entity: family.versions.v1.routingKey,
      vhost: "/",
      permission: "read",
    });
  });

  test("a user that may not write the queue that it binds", async () => {
    const { name, url } = await addUser(bench.broker);
    const family = orderFamily();
    const queue = bench.queue();
    await bench.broker.ctl("set_permissions", name, ".*", "^(amq\\.default|x\\..*)$", ".*");
    const rabbit = await bench.connect({ url: url(bench.broker.url) });
    expect(await refusal(rabbit.consumer(family, { queue, handlers }))).toMatchObject({
      name: "PermissionError",
      kind: "queue",
      entity: queue,
      permission: "write",
    });
  });

  test("a user that may not read its queue", async () => {
    const { name, url } = await addUser(bench.broker);
    const family = orderFamily();
    const queue = bench.queue();
    await (await bench.connect()).consumer(family, { queue, handlers });
    await bench.broker.ctl("set_permissions", name, ".*", ".*", "^x\\.");
    const rabbit = await bench.connect({ url: url(bench.broker.url), declare: "none" });
    expect(await refusal(rabbit.consumer(family, { queue, handlers }))).toMatchObject({
      name: "PermissionError",
      kind: "queue",
      entity: queue,
      permission: "read",
    });
  });

  test("a queue that another connection has for itself", async () => {
    const name = bench.queue();
    await bench.channel.assertQueue(name, { exclusive: true, durable: false });
    expect(await refusal(consume({ name }))).toMatchObject({ code: 405, entity: name });
  });

  test("a full virtual host: no more queues", async () => {
    const url = await limitedVhost({ "max-queues": 0 });
    const rabbit = await bench.connect({ url });
    expect(await refusal(rabbit.consumer(orderFamily(), { queue: "q", handlers }))).toMatchObject({
      name: "ResourceLimitError",
      code: 406,
      entity: "q.dead",
      advice: expect.stringContaining("limit"),
    });
  });

  test("a user that may have no more channels", async () => {
    const { name, url } = await addUser(bench.broker);
    await bench.broker.ctl("set_user_limits", name, JSON.stringify({ "max-channels": 1 }));
    const rabbit = await bench.connect({ url: url(bench.broker.url), startTimeout: 20_000 });
    await rabbit.publisher(orderFamily().versions.v1);
    // RabbitMQ counts a channel a moment after it has opened it.
    await vi.waitFor(
      async () =>
        expect(await refusal(rabbit.publisher(orderFamily().versions.v1))).toMatchObject({
          name: "ResourceLimitError",
          code: 530,
        }),
      { timeout: 30_000 },
    );
  });
});

describe("a virtual host or user with as many connections as it may have", () => {
  test("is not taken for a missing one, and is tried again until startTimeout", async () => {
    const url = await limitedVhost({ "max-connections": 0 });
    const waiting = bench.connect({ url, startTimeout: 1_000 });
    expect(await refusal(waiting)).toMatchObject({
      name: "ResourceLimitError",
      code: 530,
      message: expect.stringMatching(/no connection within 1000 ms.*limit \(0\) is reached/),
    });
  });

  test("is entered as soon as there is room", async () => {
    const url = await limitedVhost({ "max-connections": 0 });
    const waiting = bench.connect({ url });
    await bench.broker.ctl("clear_vhost_limits", "-p", decodeURIComponent(new URL(url).pathname.slice(1)));
    await expect(waiting).resolves.toBeDefined();
  });

  test("is the reason of each wait when it is full after a loss", async () => {
    const { name, url } = await addUser(bench.broker);
    const proxy = await bench.proxy();
    const rabbit = await bench.connect({ url: url(proxy.url) });
    await bench.broker.ctl("set_user_limits", name, JSON.stringify({ "max-connections": 0 }));
    const refused = nextEvent(rabbit, "reconnecting");
    proxy.cut();
    expect(await refused).toMatchObject({ cause: { name: "ResourceLimitError", code: 530 } });
  });
});

test("gives the broker's code for wrong credentials, a missing virtual host and a way to log in that it has not", async () => {
  const urlWith = (change: (url: URL) => void) => {
    const url = new URL(bench.broker.url);
    change(url);
    return url.href;
  };
  const password = urlWith((url) => {
    url.password = "wrong";
  });
  const vhost = urlWith((url) => {
    url.pathname = "/nowhere";
  });
  const external = urlWith((url) => {
    url.username = "";
    url.password = "";
    url.searchParams.set("auth_mechanism", "external");
  });
  expect(await refusal(bench.connect({ url: password }))).toMatchObject({
    name: "AuthenticationError",
    code: 403,
  });
  expect(await refusal(bench.connect({ url: vhost }))).toMatchObject({
    name: "VhostError",
    code: 530,
    entity: "nowhere",
    cause: { message: expect.stringContaining("not found") },
  });
  expect(await refusal(bench.connect({ url: external }))).toMatchObject({
    name: "AuthenticationError",
    message: expect.stringContaining("EXTERNAL"),
  });
  const amqplain = urlWith((url) => url.searchParams.set("auth_mechanism", "amqplain"));
  await expect(bench.connect({ url: amqplain })).resolves.toBeDefined();
});

test("reads errors of another realm, as a test runner with globals of its own has them", () => {
  const foreign: unknown = runInContext(
    `Object.assign(new Error("406 (PRECONDITION-FAILED) with message \\"PRECONDITION_FAILED - invalid arg 'x-a' for queue 'q' in vhost '/'\\""), { code: 406 })`,
    createContext(),
  );
  expect(foreign).not.toBeInstanceOf(Error);
  expect(toError(foreign)).toBe(foreign);
  expect(replyCode(foreign)).toBe(406);
  expect(topologyError(foreign)).toMatchObject({
    name: "DeclarationRefusedError",
    code: 406,
    argument: "x-a",
  });
});
