import { expect, inject, onTestFinished, test } from "vitest";
import { summaryText } from "../../bench/soak/summary.js";
import { newWorkQueue } from "../../bench/soak/work-queue.js";
import { connectTo, type Rabbit } from "../../runtime/index.js";
import { contract, orderFamily } from "../support/order-family.js";
import { consumeSoaked, startLoad } from "../support/start-load.js";
import { useCluster } from "../support/use-cluster.js";
import { nextEvent, poll } from "../support/waiting.js";

const place = useCluster();

async function connect(urls: readonly string[]): Promise<Rabbit> {
  const rabbit = await connectTo(contract, { url: urls, service: "svc-billing" });
  onTestFinished(async () => void (await rabbit.close({ timeout: 5_000 })));
  return rabbit;
}

/** The nodes' addresses, as in the SDK's events. */
const hosts = (): readonly string[] => place.cluster.urls.map((url) => new URL(url).host);

test.each([
  { clients: "clients at its node, which go on at another", from: 0, moves: true },
  { clients: "clients at another node, which stay there", from: 1, moves: false },
])(
  "loses nothing when a quorum queue's leader is killed under load, with $clients",
  { timeout: 240_000 },
  async ({ from, moves }) => {
    const { cluster } = place;
    const family = orderFamily();
    const queue = newWorkQueue();
    // a queue's first leader is where its client is
    await consumeSoaked(await connect(cluster.urls), family, queue).then((consumer) => consumer.close());
    const leader = await cluster.leaderOf(queue.name);
    const survivor = cluster.nodes.find((node) => node !== leader) ?? leader;
    onTestFinished(() => leader.start());

    const rabbit = await connect([...cluster.urls.slice(from), ...cluster.urls.slice(0, from)]);
    const load = await startLoad(rabbit, family, queue);
    const moved: string[] = [];
    rabbit.on("connected", ({ role, node }) => moved.push(`${role} to ${node}`));
    await load.more(1_500);
    await leader.kill();
    await load.more(1_500); // while it is away
    await leader.start();
    await load.more(1_500);
    const summary = await load.end(survivor);

    const text = summaryText(summary);
    expect(summary.lost, text).toEqual([]);
    // 3.10 may answer basic.nack and store the message all the same, while the queue looks for a new leader
    if (inject("broker") === "rabbitmq4") expect(summary.denied, text).toEqual([]);
    expect(summary.unsettled, text).toBe(0);
    const [, second] = hosts();
    expect(moved.sort()).toEqual(moves ? [`consuming to ${second}`, `publishing to ${second}`] : []);
  },
);

// 3.10 answers basic.nack on a channel that met the queue without a leader, for as long as the old leader's node is away;
// on a channel that is opened later it takes the message. The SDK stays with its channel.
const itGoesOn = inject("broker") === "found" ? test.fails : test;

itGoesOn(
  "publishes again when the queue has a leader again, while the old leader's node is away",
  {
    timeout: 240_000,
  },
  async () => {
    const { cluster } = place;
    const [leader, node, other] = cluster.nodes;
    if (!leader || !node || !other) throw new Error("three nodes");
    const family = orderFamily();
    const queue = newWorkQueue();
    await consumeSoaked(await connect([leader.url]), family, queue).then((consumer) => consumer.close());
    for (const each of [leader, other]) onTestFinished(() => each.start());
    await leader.kill();
    await other.kill();
    const publisher = await (await connect([node.url])).publisher(family.versions.v1);
    await publisher.publish({ orderId: "o-1" }, { timeout: 5_000 }).catch(() => {}); // no node can take it
    await other.start();
    await poll(async () => (await cluster.leaderOf(queue.name).catch(() => leader)) !== leader);
    await publisher.publish({ orderId: "o-2" });
  },
);

test("tries the other nodes in turn at once while one is down", async () => {
  const { cluster } = place;
  const [first, second, third] = hosts();
  const [down] = cluster.nodes;
  const family = orderFamily();
  const rabbit = await connect(cluster.urls);
  await rabbit.publisher(family.versions.v1);
  const failed: unknown[] = [];
  rabbit.on("reconnecting", ({ node, delayMs }) => failed.push({ node, delayMs }));
  const [lost, back] = [nextEvent(rabbit, "disconnected"), nextEvent(rabbit, "connected")];
  onTestFinished(() => down?.start());
  await down?.kill();
  expect(await lost).toMatchObject({ node: first });
  expect(await back).toMatchObject({ node: second });
  expect(failed).toEqual([]);

  // a client that starts meanwhile skips the node that is down, and one whose connection is closed moves to the next
  // node
  const late = await connect(cluster.urls);
  const tried: unknown[] = [];
  late.on("reconnecting", ({ node, delayMs }) => tried.push({ node, delayMs }));
  const started = nextEvent(late, "connected");
  await late.publisher(family.versions.v1);
  expect(await started).toMatchObject({ node: second });
  expect(tried).toEqual([{ node: first, delayMs: 0 }]);
  const next = nextEvent(late, "connected");
  await cluster.nodes[1]?.ctl("close_all_connections", "test");
  expect(await next).toMatchObject({ node: third });
});
