import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import type { Broker } from "../../rabbitmq/broker.js";
import {
  deadLetterQueue,
  deliveryLimit,
  retryQueue,
  workQueue,
} from "../../runtime/topology/queue-topology.js";
import { importDefinitions } from "../support/import-definitions.js";
import { startManagement } from "../support/start-management.js";
import { useBench } from "../support/use-bench.js";
import { poll } from "../support/waiting.js";
import { openShop } from "./open-shop.js";

const bench = useBench();

interface Report {
  readonly source: string;
  readonly findings: readonly {
    readonly rule: string;
    readonly severity: string;
    readonly vhost: string;
    readonly name: string | null;
    readonly message: string;
  }[];
  readonly notCompared: readonly string[];
}

const against = ["topology", "--against-broker"];

function rulesOf({ findings }: Report): readonly (readonly [string, string | null])[] {
  return findings.map(({ rule, name }) => [rule, name]);
}

test("finds over AMQP what is missing, and changes nothing by asking", async () => {
  const shop = await openShop(bench, { declare: false });
  for (const _ of [1, 2]) {
    const ran = await shop.cli([...against, "--format", "json"]);
    expect({ code: ran.code, err: ran.err }).toEqual({ code: 1, err: "" });
    const report = JSON.parse(ran.out) as Report;
    expect(report.source).toBe("amqp");
    expect(rulesOf(report)).toEqual([
      ["exchange-missing", shop.exchange],
      ["queue-missing", shop.queue],
      ["queue-missing", shop.dead],
    ]);
    expect(report.notCompared.join()).toContain("permissions");
  }
});

test("misses retry queues where no service declares them, and is content with a service that declares them itself", async () => {
  const shop = await openShop(bench);
  const content = await shop.cli(against);
  expect(content).toMatchObject({ code: 0, err: "" });
  expect(content.out).toMatch(
    /^The broker has everything that the contract needs with declare: "assert": 1 virtual host, /,
  );
  const strict = await shop.json<Report>([...against, "--declare", "none"]);
  expect(rulesOf(strict)).toEqual([["queue-missing", `${shop.queue}.retry.100`]]);
});

test("finds a virtual host that is not there, and looks at the others", async () => {
  const shop = await openShop(bench, { vhost: `/none-${randomUUID()}` });
  const report = await shop.json<Report>(against);
  expect(report.findings).toEqual([
    expect.objectContaining({ rule: "vhost-missing", severity: "error", name: null }),
  ]);
  const [mapped] = report.findings.map(({ vhost }) => vhost);
  expect((await shop.cli([...against, "--vhost", `${mapped}=/`])).code).toBe(0);
});

test("says what does not fit, and needs a broker's URL", async () => {
  const shop = await openShop(bench);
  const failing = async (...argv: readonly string[]) => {
    const { code, err } = await shop.cli(argv, { env: { RABBITGEN_URL: "" } });
    expect(code).toBe(2);
    return err;
  };
  expect(await failing(...against)).toContain("RABBITGEN_URL");
  expect(await failing(...against, "--format", "terraform")).toContain("supports --format text and json");
  expect(await failing(...against, "--out", "a")).toContain("cannot be combined with");
  expect(await failing("topology", "--url", "amqp://u:hunter2@127.0.0.1")).not.toContain("hunter2");
  expect(await failing("topology", "--format", "json")).toContain("--against-broker");
});

test("takes a queue that another connection has for itself for a difference, not for the end", async () => {
  const shop = await openShop(bench, { declare: false });
  await bench.channel.assertQueue(shop.queue, { exclusive: true, durable: false });
  const { findings } = await shop.json<Report>(against);
  expect(findings.map(({ rule, name }) => [rule, name])).toEqual([
    ["exchange-missing", shop.exchange],
    ["queue-differs", shop.queue],
    ["queue-missing", shop.dead],
  ]);
  expect(findings[1]?.message).toContain("exclusive");
});

/** Writes until the reader stops. */
function endless(response: ServerResponse): void {
  const more = Buffer.alloc(1024 * 1024, "x");
  const write = (): void => {
    while (!response.destroyed && response.write(more));
  };
  response.on("drain", write);
  response.write("[");
  write();
}

const answers: readonly (readonly [string, string, (response: ServerResponse) => void])[] = [
  ["no JSON", "did not respond with JSON", (response) => void response.end("<html>")],
  ["no objects", "list of objects", (response) => void response.end("[null]")],
  ["more than anybody reads", "more than 64 MiB", endless],
];

test.for(answers)("ends when a management API answers with %s", async ([, said, answer]) => {
  const shop = await openShop(bench, { declare: false });
  const server = createServer(({ url }, response) => {
    if (url === "/api/whoami") response.end('{"name":"guest"}');
    else answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const env = { RABBITGEN_MANAGEMENT_URL: `http://u:hunter2@127.0.0.1:${port}` };
  const { code, err } = await shop.cli(against, { env });
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(said) });
  expect(err).not.toContain("hunter2");
});

// each call of rabbitmqctl starts an Erlang node of its own
const withControl = { timeout: 180_000 };

test(
  "compares by the management API how everything was declared, and who may do what",
  withControl,
  async ({ skip }) => {
    skip(bench.lacks("rabbitmqctl"), "needs rabbitmqctl");
    const { broker, channel } = bench;
    const at = await startManagement(broker);
    const shop = await openShop(bench, { declare: false });
    const env = { RABBITGEN_MANAGEMENT_URL: at("guest", "guest") };
    await channel.assertExchange(shop.exchange, "direct", { durable: false });
    const { "x-overflow": _, ...own } = workQueue(shop.queue, "quorum", deliveryLimit(5)).arguments;
    await channel.assertQueue(shop.queue, { arguments: { ...own, "x-max-length": 9 } });
    await channel.assertQueue(shop.dead, { arguments: deadLetterQueue(shop.queue).arguments });
    await channel.assertExchange("x.other", "topic");
    await channel.bindQueue(shop.queue, "x.other", "order.*");
    const orphan = retryQueue(shop.queue, 4_321);
    await channel.assertQueue(orphan.name, { arguments: orphan.arguments });
    onTestFinished(async () => {
      await channel.deleteQueue(orphan.name);
      await channel.deleteExchange("x.other");
      await channel.deleteExchange(shop.exchange);
    });
    await policy(broker, shop.dead);
    await userOf(broker, "svc-billing");

    // a policy shows with the queue's next statistics, which come every five seconds
    const report = await poll(async () => {
      const read = await shop.json<Report>(against, { env });
      return read.findings.some(({ rule }) => rule === "queue-policy") && read;
    });
    expect(report.source).toBe("management");
    expect(report.notCompared).toEqual([]);
    expect(rulesOf(report)).toEqual([
      ["exchange-differs", shop.exchange],
      ["exchange-differs", shop.exchange],
      ["queue-differs", shop.queue],
      ["queue-differs", shop.queue],
      ["queue-policy", shop.dead],
      ["binding-missing", shop.queue],
      ["binding-foreign", shop.queue],
      ["permissions-differ", "svc-billing"],
      ["permissions-differ", "svc-billing"],
      ["permissions-differ", "svc-billing"],
      ["topic-permissions-differ", "svc-billing"],
      ["user-missing", "svc-order"],
      ["queue-orphan", orphan.name],
    ]);
    expect(report.findings.find(({ rule }) => rule === "queue-policy")?.message).toContain("message-ttl");
    const { out } = await shop.cli(against, { env });
    expect(out).toContain("12 differences");

    const mine = await shop.json<Report>([...against, "--service", "svc-order"], { env });
    expect(rulesOf(mine).filter(([rule]) => rule === "queue-orphan")).toEqual([]);
    const other = await shop.cli([...against, "--default-vhost", "/none", "--format", "json"], { env });
    expect(other.code).toBe(1);
    expect(rulesOf(JSON.parse(other.out) as Report)[0]).toEqual(["vhost-missing", null]);

    await broker.ctl("set_user_tags", "svc-billing", "monitoring");
    const monitoring = await shop.json<Report>(against, {
      env: { RABBITGEN_MANAGEMENT_URL: at("svc-billing", "pw-of-billing") },
    });
    expect(monitoring.notCompared.join()).toContain("administrator");
    expect(monitoring.findings).toHaveLength(8);
    const wrong = await shop.cli(against, { env: { RABBITGEN_MANAGEMENT_URL: at("guest", "hunter2") } });
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining("refused the user name") });
    expect(wrong.err).not.toContain("hunter2");
  },
);

test("has nothing to say of what was imported, by the management API", withControl, async ({ skip }) => {
  skip(bench.lacks("rabbitmqctl"), "needs rabbitmqctl");
  const { broker } = bench;
  const at = await startManagement(broker);
  const shop = await openShop(bench, { declare: false, queue: { type: "classic" } });
  const { out } = await shop.cli([
    "topology",
    "--declare",
    "none",
    "--format",
    "definitions",
    "--out",
    "d.json",
  ]);
  expect(out).toBe("d.json written\n");
  await importDefinitions(broker, readFileSync(`${shop.folder}/d.json`, "utf8"));
  onTestFinished(async () => {
    for (const user of ["svc-order", "svc-billing"]) await broker.ctl("delete_user", user);
    await bench.channel.deleteExchange(shop.exchange);
  });
  const env = { RABBITGEN_MANAGEMENT_URL: at("guest", "guest") };
  const ran = await shop.cli([...against, "--declare", "none"], { env });
  expect(ran).toMatchObject({ code: 0, err: "", out: expect.stringContaining("2 users") });
});

async function policy(broker: Broker, queue: string): Promise<void> {
  const pattern = `^${queue.replace(/[^\w]/g, "\\$&")}$`;
  await broker.ctl(
    "set_policy",
    "short-lived",
    pattern,
    '{"message-ttl":60000,"queue-leader-locator":"balanced"}',
  );
  onTestFinished(async () => void (await broker.ctl("clear_policy", "short-lived")));
}

async function userOf(broker: Broker, service: string): Promise<void> {
  await broker.ctl("add_user", service, "pw-of-billing");
  await broker.ctl("set_permissions", service, ".*", ".*", ".*");
  onTestFinished(async () => void (await broker.ctl("delete_user", service)));
}
