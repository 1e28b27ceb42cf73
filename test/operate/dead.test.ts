import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Reject } from "../../runtime/index.js";
import { BrokerConnections } from "../../src/operate/broker-connections.js";
import { listDead } from "../../src/operate/list-dead.js";
import { walkDead } from "../../src/operate/walk-dead.js";
import { useBench } from "../support/use-bench.js";
import { poll, Seen } from "../support/waiting.js";
import { openShop } from "./open-shop.js";

const bench = useBench();

interface List {
  readonly groups: readonly {
    readonly reason: string;
    readonly version: string | null;
    readonly count: number;
  }[];
}

interface Replay {
  readonly replayed: number;
  readonly left: number;
  readonly queues: readonly {
    readonly left: readonly {
      readonly kind: string;
      readonly wouldBe: string;
      readonly message: { messageId: string };
    }[];
  }[];
}

test("counts dead letters by reason and version, and leaves them where they are", async () => {
  const shop = await openShop(bench);
  await shop.bury({ id: "a", reason: "rejected" });
  await shop.bury({ id: "b", reason: "rejected" });
  await shop.bury({ id: "c", reason: "schema-violation", version: "v1" });
  const { groups } = await shop.json<List>(["dead", "list"]);
  expect(groups).toMatchObject([
    {
      reason: "rejected",
      version: "v2",
      count: 2,
      deadQueue: shop.dead,
      queue: shop.queue,
      event: shop.family.event,
    },
    { reason: "schema-violation", version: "v1", count: 1 },
  ]);
  const { code, out } = await shop.cli(["dead", "list"]);
  expect(code).toBe(0);
  expect(out).toMatch(/^QUEUE .*REASON .*COUNT/);
  expect(out).toContain("3 dead letters in 1 queue.");
  await bench.holds(shop.dead, 3);
});

test.each(["as the SDK declares it", "quorum", "classic"] as const)(
  "loses nothing of a queue that is looked at a hundred times: %s",
  async (declared) => {
    const isOurs = declared === "as the SDK declares it";
    const shop = await openShop(bench, { declare: isOurs });
    if (!isOurs) await bench.channel.assertQueue(shop.dead, { arguments: { "x-queue-type": declared } });
    await shop.bury({ id: "a" }, { id: "b" }, { id: "c" });
    const connections = new BrokerConnections({ url: bench.broker.url, vhosts: new Map() }, "test");
    const selection = { reasons: [], events: [], versions: [], ids: [], since: undefined, before: undefined };
    const walk = { selection, signal: new AbortController().signal };
    for (let times = 1; times <= 100; times += 1) {
      const { groups } = await listDead(connections, shop.deadQueues, walk);
      expect(groups, `look ${times}`).toMatchObject([{ reason: "rejected", count: 3 }]);
      await bench.holds(shop.dead, 3);
    }
    await connections.close();
    const messages = await shop.takeAll(shop.dead);
    expect(messages.map(({ properties }) => String(properties.messageId)).sort()).toEqual(["a", "b", "c"]);
    expect(messages[0]?.properties).toMatchObject({ type: shop.family.event, appId: "svc-order" });
    expect(messages[0]?.properties.headers).toMatchObject({ "rabbitgen-reason": "rejected" });
  },
);

test("ends when the messages that it looked at are in their queue again", async () => {
  const shop = await openShop(bench);
  await shop.bury(...Array.from({ length: 100 }, (_, i) => ({ id: `o-${i}` })));
  for (let times = 1; times <= 20; times += 1) {
    expect((await shop.cli(["dead", "list"])).code).toBe(0);
    expect(await bench.count(shop.dead), `after ${times}`).toBe(100);
  }
});

test("ends though the queue does not keep the messages that it gets back", async () => {
  const shop = await openShop(bench, { declare: false });
  const limits = { "x-queue-type": "classic", "x-max-length": 2 };
  await bench.channel.assertQueue(shop.dead, { arguments: limits });
  await shop.bury({ id: "a" }, { id: "b" });
  const connections = new BrokerConnections({ url: bench.broker.url, vhosts: new Map() }, "test");
  const [dead] = shop.deadQueues;
  if (dead === undefined) throw new Error("there is no dead-letter queue");
  const selection = { reasons: [], events: [], versions: [], ids: [], since: undefined, before: undefined };
  const walk = { selection, signal: new AbortController().signal };
  let visited = 0;
  await walkDead(connections, dead, walk, async () => {
    visited += 1;
    if (visited === 2) await shop.bury({ id: "c" }, { id: "d" });
    return undefined;
  });
  expect(visited).toBe(2);
  await bench.holds(shop.dead, 2);
  await connections.close();
});

test("shows one with its reason, its error and stack, and the place that fails in its body", async () => {
  const shop = await openShop(bench);
  await shop.bury({
    id: "bad",
    body: { orderId: "o-1", total: "ten" },
    reason: "schema-violation",
    headers: {
      "rabbitgen-errors": JSON.stringify([{ path: "/total", keyword: "type", message: "must be integer" }]),
      "rabbitgen-error-stack": "Error: gateway down\n    at pay (pay.js:1:2)",
      "rabbitgen-error-causes": JSON.stringify([{ name: "TypeError", message: "socket hang up" }]),
    },
  });
  const { code, out } = await shop.cli(["dead", "show", "bad"]);
  expect(code).toBe(0);
  expect(out).toContain("v2: schema-violation");
  expect(out).toContain("Error: gateway down");
  expect(out).toContain("caused by:    TypeError: socket hang up");
  expect(out).toContain("at pay (pay.js:1:2)");
  expect(out).toMatch(/> {3}"total": "ten" {4}<-- must be integer/);
  expect(out).toContain("A replay would dead-letter it again");
  expect(await shop.json(["dead", "show", "bad"])).toMatchObject({
    message: {
      messageId: "bad",
      failures: [{ path: "/total" }],
      replay: { obstacle: { reason: "schema-violation" } },
    },
  });
  expect((await shop.cli(["dead", "show", "other"])).code).toBe(1);
  await bench.holds(shop.dead, 1);
});

test("shows how many others match, and their ids", async () => {
  const shop = await openShop(bench);
  await shop.bury({ id: "a" }, { id: "b" }, { id: "c", reason: "expired" });
  const { out } = await shop.cli(["dead", "show", "--reason", "rejected"]);
  const [, shown] = /message id: +(\w)/.exec(out) ?? [];
  expect(out).toContain(`1 of 2 that match; other ids: ${shown === "a" ? "b" : "a"}\n`);
  expect(await shop.json(["dead", "show"])).toMatchObject({
    others: { count: 2, isAll: true, withoutId: 0 },
  });
  expect((await shop.cli(["dead", "show", "a"])).out).not.toContain("that match");
  await bench.holds(shop.dead, 3);
});

test("lists each with its id, and says how to select one without an id", async () => {
  const shop = await openShop(bench);
  await shop.bury({ id: "a" }, { id: "b" }, { id: "", properties: { messageId: "" } });
  const { out } = await shop.cli(["dead", "list", "--ids"]);
  expect(out).toMatch(/ MESSAGE ID$/m);
  for (const id of ["a", "b", "(none)"])
    expect(out.split("\n").filter((line) => line.endsWith(` ${id}`))).toHaveLength(1);
  expect(out).toContain("3 dead letters in 1 queue.\n1 message without a message id: narrow the selection");
  const { messages } = await shop.json<{ messages: { messageId: string | null }[] }>([
    "dead",
    "list",
    "--ids",
  ]);
  expect(messages.map(({ messageId }) => messageId).sort()).toEqual(["a", "b", null]);
  expect(await shop.json(["dead", "list"])).not.toHaveProperty("messages");
  expect((await shop.cli(["dead", "show"])).out).toContain("without a message id: narrow the selection");
  await bench.holds(shop.dead, 3);
});

test("counts others in the first thousand messages of a queue", async () => {
  const shop = await openShop(bench);
  await shop.bury(...Array.from({ length: 1_010 }, (_, index) => ({ id: `m-${index}` })));
  const { out } = await shop.cli(["dead", "show"]);
  expect(out).toMatch(/^1 of at least 1000 that match; other ids: (?:m-\d+, ){10}…$/m);
  await bench.holds(shop.dead, 1_010);
});

test("replays what a handler rejected: the same message, whose attempts start again", async () => {
  const shop = await openShop(bench);
  const rabbit = await bench.connect();
  const seen = new Seen<{ readonly id: string | undefined; readonly attempt: number }>();
  let isFixed = false;
  const handler = (
    _: unknown,
    { messageId, attempt }: { messageId: string | undefined; attempt: number },
  ) => {
    if (!isFixed) throw new Reject("account closed", { cause: new TypeError("no such account") });
    seen.add({ id: messageId, attempt });
  };
  const handlers = { v1: handler, v2: handler, v3: "dead-letter" } as const;
  await rabbit.consumer(shop.family, { queue: shop.queue, handlers });
  const v1 = shop.family.versions["v1"];
  if (v1 === undefined) throw new Error("no v1");
  const { messageId } = await (await rabbit.publisher(v1)).publish({ orderId: "o-1" });
  await bench.holds(shop.dead, 1);
  const shown = await shop.cli(["dead", "show"]);
  expect(shown.out).toContain("Reject: account closed");
  expect(shown.out).toContain("caused by:    TypeError: no such account");
  expect(shown.out).toMatch(/\n\s+at .*dead\.test/);
  isFixed = true;
  const ran = await shop.cli(["dead", "replay"]);
  expect(ran).toMatchObject({ code: 0, err: "" });
  expect(ran.out).toContain("1 replayed, 0 left.");
  expect(await seen.count(1)).toEqual([{ id: messageId, attempt: 1 }]);
  await bench.holds(shop.dead, 0);
});

test("removes every header of its dead-lettering from a replayed message, and nothing else", async () => {
  const shop = await openShop(bench);
  await shop.bury({
    id: "a",
    headers: { traceparent: "00-1", "rabbitgen-attempt": "4", "rabbitgen-attempt-of": `${shop.queue} a` },
    properties: { correlationId: "c-1", priority: 3 },
  });
  await shop.cli(["dead", "replay"]);
  const [message] = await shop.takeAll(shop.queue);
  expect(message?.properties).toMatchObject({
    messageId: "a",
    deliveryMode: 2,
    type: shop.family.event,
    appId: "svc-order",
    timestamp: 1_790_000_000,
    correlationId: "c-1",
    contentType: "application/json; version=v2",
  });
  const { "x-delivery-count": _, ...headers } = message?.properties.headers ?? {};
  expect(headers).toEqual({
    "content-type": "application/json; version=v2",
    traceparent: "00-1",
    "rabbitgen-exchange": shop.exchange,
    "rabbitgen-routing-key": "order.paid",
  });
});

test("leaves what would be a dead letter again, unless it is forced to", async () => {
  const shop = await openShop(bench);
  await shop.bury({ id: "good" });
  await shop.bury({ id: "no-total", body: { orderId: "o-1" }, reason: "schema-violation" });
  await shop.bury({ id: "malformed", body: "{", reason: "undecodable" });
  await shop.bury({ id: "unread", version: "v3", reason: "declined" });
  await shop.bury({ id: "unknown", version: "v9", reason: "unknown-version" });
  const dry = await shop.json<Replay>(["dead", "replay", "--dry-run"]);
  expect(dry).toMatchObject({ dryRun: true, replayed: 1, left: 4 });
  await bench.holds(shop.dead, 5);
  const replay = await shop.json<Replay>(["dead", "replay"]);
  expect(replay).toMatchObject({ dryRun: false, replayed: 1, left: 4 });
  const left = replay.queues[0]?.left.map(({ message, wouldBe }) => [message.messageId, wouldBe]).sort();
  expect(left).toEqual([
    ["malformed", "undecodable"],
    ["no-total", "schema-violation"],
    ["unknown", "unknown-version"],
    ["unread", "declined"],
  ]);
  await bench.holds(shop.dead, 4);
  expect((await shop.cli(["dead", "replay", "--id", "unread"])).code).toBe(1);
  expect((await shop.cli(["dead", "replay", "--id", "unread", "--force"])).code).toBe(0);
  await bench.holds(shop.queue, 2);
});

test("leaves what its queue does not take: one that is gone, or full", async () => {
  const shop = await openShop(bench);
  await shop.bury({ id: "a" }, { id: "b" });
  await bench.channel.deleteQueue(shop.queue);
  const gone = await shop.json<Replay>(["dead", "replay"]);
  expect(gone).toMatchObject({ replayed: 0, left: 2 });
  expect(gone.queues[0]?.left[0]).toMatchObject({
    kind: "unroutable",
    why: `queue "${shop.queue}" does not exist`,
  });
  await bench.holds(shop.dead, 2);
  await bench.channel.assertQueue(shop.queue, {
    arguments: { "x-queue-type": "classic", "x-max-length": 0, "x-overflow": "reject-publish" },
  });
  const full = await shop.json<Replay>(["dead", "replay"]);
  expect(full).toMatchObject({ replayed: 0, left: 1 });
  expect(full.queues[0]?.left[0]).toMatchObject({ kind: "refused" });
  await bench.holds(shop.dead, 2);
});

test("replays what is selected by reason, version, id, age and number", async () => {
  const shop = await openShop(bench);
  const old = { "rabbitgen-time": new Date(Date.now() - 3 * 3_600_000).toISOString() };
  await shop.bury({ id: "a" });
  await shop.bury({ id: "b", version: "v1" });
  await shop.bury({ id: "c", reason: "attempts-exhausted" });
  await shop.bury({ id: "d", headers: old });
  await shop.bury({ id: "e", headers: { "rabbitgen-time": "never" } });
  const selected = async (...argv: string[]) =>
    (await shop.json<Replay>(["dead", "replay", "--dry-run", ...argv])).replayed;
  expect(await selected()).toBe(5);
  expect(await selected("--reason", "attempts-exhausted")).toBe(1);
  expect(await selected("--reason", "attempts-exhausted", "--reason", "rejected")).toBe(5);
  expect(await selected("--version", "v1")).toBe(1);
  expect(await selected("--event", "nothing")).toBe(0);
  expect(await selected("--id", "a", "--id", "d", "--id", "x")).toBe(2);
  expect(await selected("--since", "1h")).toBe(3);
  expect(await selected("--since", "2020-01-01")).toBe(4);
  expect(await selected("--before", "1h")).toBe(1);
  expect(await selected("--before", "4h")).toBe(0);
  expect(await selected("--since", "4h", "--before", "1h")).toBe(1);
  expect(await selected("--max", "2")).toBe(2);
  expect(await selected("--queue", shop.queue, "--service", "svc-billing")).toBe(5);
  expect(await selected("--service", "svc-order")).toBe(0);
  for (const wrong of [
    ["--since", "yesterday"],
    ["--since", "2026-02-30"],
    ["--before", "now"],
    ["--queue", "none"],
    ["--max", "0"],
  ])
    expect((await shop.cli(["dead", "replay", ...wrong])).code, String(wrong)).toBe(2);
  await bench.holds(shop.dead, 5);
});

test("recognizes messages that the broker itself moved there, and replays them as they were published", async () => {
  const shop = await openShop(bench);
  const properties = { messageId: "crash", contentType: "application/json; version=v2" };
  bench.channel.publish(shop.exchange, "order.paid", Buffer.from('{"orderId":"o-1","total":1}'), properties);
  await poll(async () => {
    const message = await bench.channel.get(shop.queue); // a consumer that crashes, again and again
    if (message !== false) bench.channel.nack(message);
    return (await bench.count(shop.dead)) === 1;
  });
  const { groups } = await shop.json<List>(["dead", "list"]);
  expect(groups).toMatchObject([
    { reason: "broker:delivery_limit", event: shop.family.event, version: "v2" },
  ]);
  for (let times = 0; times < 10; times += 1) await shop.cli(["dead", "list"]);
  expect(await shop.json<Replay>(["dead", "replay"])).toMatchObject({ replayed: 1, left: 0 });
  const [message] = await shop.takeAll(shop.queue);
  expect(message?.properties.messageId).toBe("crash");
  expect(message?.properties.headers).toMatchObject({
    "rabbitgen-exchange": shop.exchange,
    "rabbitgen-routing-key": "order.paid",
  });
  expect(message?.properties.headers).not.toHaveProperty("x-death");
}, 120_000);

test("drops what is selected, after it has been written to a new file", async () => {
  const shop = await openShop(bench);
  await shop.bury({ id: "a" }, { id: "b" }, { id: "c" });
  const save = join(shop.folder, "kept.jsonl");
  writeFileSync(save, "mine");
  const taken = await shop.cli(["dead", "drop", "--yes", "--save", "kept.jsonl"]);
  expect(taken).toMatchObject({
    code: 2,
    err: "rabbitgen: --save: kept.jsonl already exists.\n",
  });
  expect(readFileSync(save, "utf8")).toBe("mine");
  await bench.holds(shop.dead, 3);
  const ran = await shop.cli(["dead", "drop", "--yes", "--id", "a", "--id", "b", "--save", "other.jsonl"]);
  expect(ran).toMatchObject({ code: 0, out: "Dropped 2 dead letters.\n" });
  await bench.holds(shop.dead, 1);
  const lines = readFileSync(join(shop.folder, "other.jsonl"), "utf8").trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    {
      messageId: "a",
      reason: "rejected",
      deadQueue: shop.dead,
      properties: { messageId: "a", type: shop.family.event, deliveryMode: 2 },
      headers: { "rabbitgen-reason": "rejected" },
      body: '{"orderId":"a","total":1}',
    },
    { messageId: "b" },
  ]);
});

test("loses and doubles none of many in a queue that others declared, which it refreshes, replays and drops", async () => {
  const shop = await openShop(bench, { declare: false });
  await bench.channel.assertQueue(shop.dead, { arguments: { "x-queue-type": "quorum" } });
  await bench.channel.assertQueue(shop.queue, { arguments: { "x-queue-type": "quorum" } });
  const ids = Array.from({ length: 100 }, (_, i) => `o-${i}`);
  await shop.bury(...ids.map((id) => ({ id })));
  for (let times = 1; times <= 5; times += 1) {
    expect((await shop.cli(["dead", "list"])).code).toBe(0); // from the fourth on, each is copied
    await bench.holds(shop.dead, 100);
  }
  expect(await shop.json<Replay>(["dead", "replay", "--max", "50"])).toMatchObject({ replayed: 50 });
  await bench.holds(shop.dead, 50);
  const idsIn = async (queue: string) =>
    (await shop.takeAll(queue)).map(({ properties }) => String(properties.messageId));
  const replayed = await idsIn(shop.queue);
  expect((await shop.cli(["dead", "drop", "--yes"])).out).toBe("Dropped 50 dead letters.\n");
  await shop.bury({ id: "later" });
  expect(replayed).toHaveLength(50);
  expect(new Set(replayed).size).toBe(50);
  expect(await idsIn(shop.dead)).toEqual(["later"]);
});

test("drops many for good", async () => {
  const shop = await openShop(bench);
  await shop.bury(...Array.from({ length: 400 }, (_, i) => ({ id: `o-${i}` })));
  const ran = await shop.cli(["dead", "drop", "--yes"]);
  expect(ran).toMatchObject({ code: 0, out: "Dropped 400 dead letters.\n" });
  await shop.bury({ id: "later" }); // behind what the broker gives back when the command's channel is closed
  const left = (await shop.takeAll(shop.dead)).map(({ properties }) => String(properties.messageId));
  expect(left).toEqual(["later"]);
});

test("asks before it drops, and drops nothing without a yes", async () => {
  const shop = await openShop(bench);
  await shop.bury({ id: "a" }, { id: "b" });
  const silent = await shop.cli(["dead", "drop"]);
  expect(silent).toMatchObject({ code: 2, err: expect.stringContaining("--yes") });
  const asked: string[] = [];
  const answering = (answer: string | undefined) => ({
    ask: async (question: string) => {
      asked.push(question);
      return answer;
    },
  });
  for (const answer of ["", "n", "yes please", undefined]) {
    const ran = await shop.cli(["dead", "drop"], answering(answer));
    expect(ran).toMatchObject({ code: 2, out: "Dropped nothing.\n" });
    await bench.holds(shop.dead, 2);
  }
  expect(asked[0]).toBe("Permanently drop 2 dead letters? [y/N] ");
  expect(await shop.cli(["dead", "drop"], answering("y"))).toMatchObject({ code: 0 });
  await bench.holds(shop.dead, 0);
  expect((await shop.cli(["dead", "drop", "--yes", "--save", "none.jsonl"])).code).toBe(0);
  expect(existsSync(join(shop.folder, "none.jsonl"))).toBe(false);
});

test("never prints the password", async () => {
  const shop = await openShop(bench);
  const secret = "hunter2";
  const at = bench.broker.url.replace("guest:guest", `guest:${secret}`);
  const urls = [at, at.replace(/:\d+$/, ":1"), at.replace(secret, `${secret}#x`), `http://u:${secret}@h`];
  for (const url of urls) {
    writeFileSync(join(shop.folder, "url"), url);
    for (const where of [["--url", url], ["--url-file", "url"], []]) {
      const ran = await shop.cli(["dead", "list", ...where, "--format", "json"], {
        env: { RABBITGEN_URL: url },
      });
      expect(ran.code).toBe(2);
      expect(`${ran.out}${ran.err}`).not.toContain(secret);
      expect(ran.err).not.toContain("bug in rabbitgen");
    }
  }
});
