import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { deadLetterQueue, retryQueue } from "../../runtime/topology/queue-topology.js";
import { useBench } from "../support/use-bench.js";
import { openShop } from "./open-shop.js";

const bench = useBench();

interface Survey {
  readonly source: string;
  readonly queues: readonly {
    readonly name: string;
    readonly exists: boolean;
    readonly unacked: number | null;
  }[];
  readonly findings: readonly { readonly rule: string; readonly severity: string; readonly queue: string }[];
}

test("finds queues that are missing", async () => {
  const shop = await openShop(bench, { declare: false });
  const ran = await shop.cli(["queues", "--format", "json"]);
  expect(ran.code).toBe(1);
  const { findings, source } = JSON.parse(ran.out) as Survey;
  expect(source).toBe("amqp");
  expect(findings.map(({ rule, queue }) => [rule, queue])).toEqual([
    ["queue-missing", shop.queue],
    ["queue-missing", shop.dead],
  ]);
});

test("is content with what the SDK declares, and counts what waits where", async () => {
  const shop = await openShop(bench);
  await shop.bury({ id: "a" }, { id: "b" });
  const { code, out, err } = await shop.cli(["queues"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(new RegExp(`${shop.dead} +dead letters +svc-billing +2`));
  expect(out).toContain("not needed yet");
  expect(out).toContain("Not included: unacknowledged messages");
});

test("finds a retry queue that no delay uses any longer, and messages that no service consumes", async () => {
  const shop = await openShop(bench);
  for (const ms of [2_000, 3_000]) {
    const { name, arguments: own } = retryQueue(shop.queue, ms);
    await bench.channel.assertQueue(name, { arguments: own });
    onTestFinished(async () => void (await bench.channel.deleteQueue(name)));
  }
  bench.channel.sendToQueue(shop.queue, Buffer.from("{}"));
  await bench.holds(shop.queue, 1);
  const ran = await shop.cli(["queues", "--format", "json"]);
  expect(ran.code).toBe(1);
  const { findings } = JSON.parse(ran.out) as Survey;
  // a handler may ask for 2 s, whatever the contract says
  expect(findings.map(({ rule, queue }) => [rule, queue])).toEqual([
    ["queue-unconsumed", shop.queue],
    ["queue-orphan", `${shop.queue}.retry.3000`],
  ]);
});

test("lists by the management API where it is given, orphans of any name among them", async () => {
  const shop = await openShop(bench);
  const row = (name: string, more: object = {}) => ({
    ...{ name, messages_ready: 0, messages_unacknowledged: 3, consumers: 1, arguments: {} },
    ...more,
  });
  const rows = [
    row(shop.queue),
    row(shop.dead),
    row(`${shop.queue}.retry.12345`),
    row("svc-gone.orders.dead", { arguments: deadLetterQueue("svc-gone.orders").arguments }),
    row("svc-gone.orders.retry.100", { arguments: retryQueue("svc-gone.orders", 100).arguments }),
    row("other-teams.dead"),
    row("other-teams.retry.100", { arguments: { "x-message-ttl": 100 } }),
  ];
  const asked: (readonly [string | undefined, string | undefined])[] = [];
  const server = createServer((request, response) => {
    asked.push([request.url, request.headers.authorization]);
    response.end(JSON.stringify(rows));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const env = { RABBITGEN_MANAGEMENT_URL: `http://monitor:p%40ss@127.0.0.1:${port}/base/` };
  const ran = await shop.cli(["queues", "--format", "json"], { env });
  const { source, queues, findings } = JSON.parse(ran.out) as Survey;
  expect(source).toBe("management");
  expect(asked[0]?.[0]).toMatch(/^\/base\/api\/queues\/%2F\?columns=/);
  expect(asked[0]?.[1]).toBe(`Basic ${Buffer.from("monitor:p@ss").toString("base64")}`);
  expect(queues.find(({ name }) => name === shop.queue)).toMatchObject({ exists: true, unacked: 3 });
  expect(findings.map(({ rule, queue }) => [rule, queue])).toEqual([
    ["queue-orphan", `${shop.queue}.retry.12345`],
    ["queue-orphan", "svc-gone.orders.dead"],
    ["queue-orphan", "svc-gone.orders.retry.100"],
  ]);
  const wrong = await shop.cli(["queues"], {
    env: { RABBITGEN_MANAGEMENT_URL: "http://u:hunter2@127.0.0.1:1" },
  });
  expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining("management API at 127.0.0.1:1") });
  expect(wrong.err).not.toContain("hunter2");
});
