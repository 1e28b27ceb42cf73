// @module-tag rabbitmq
import { connect } from "amqplib";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { installedRabbitMQ } from "../../rabbitmq/installed-node.js";
import { type PrivateCluster, startPrivateCluster } from "../../rabbitmq/private-cluster.js";
import { rabbitMQ4 } from "../../rabbitmq/rabbitmq4.js";
import { processesWith } from "./processes-with.js";

vi.setConfig({ testTimeout: 180_000 }); // rabbitmqctl takes seconds on a busy machine

describe.skipIf(process.platform !== "linux").each([
  ["the installed RabbitMQ", async () => installedRabbitMQ()],
  ["RabbitMQ 4.0", rabbitMQ4],
])("a private cluster of %s", (name, find) => {
  let cluster: PrivateCluster | undefined;
  beforeAll(async () => {
    const installation = await find();
    if (installation) cluster = await startPrivateCluster(installation);
  });
  afterAll(() => cluster?.dispose());

  test("keeps a quorum queue on three nodes, elects another leader, and takes the killed one back", async ({
    skip,
  }) => {
    if (!cluster) return skip(`not here: ${name}`);
    const [first, second] = cluster.nodes;
    if (!first || !second) throw new Error("a cluster without nodes");
    await declare(first.url, "kept");
    expect(await members(second.ctl)).toHaveLength(3);
    const leader = await cluster.leaderOf("kept");
    expect(leader).toBe(first); // where its client is
    await leader.kill();
    expect(await read(second.url, "kept")).toBe("kept");
    const { leaderOf } = cluster; // the nodes list the new one a moment after it is elected
    await vi.waitFor(async () => expect(await leaderOf("kept")).not.toBe(first), { timeout: 30_000 });
    await leader.start();
    expect(await read(leader.url, "kept")).toBe("kept");
  });

  test("leaves nothing behind", async ({ skip }) => {
    if (!cluster) return skip(`not here: ${name}`);
    const names = cluster.nodes.map(({ name }) => name);
    expect(names.map((name) => processesWith(name).length > 0)).toEqual([true, true, true]);
    await cluster.dispose();
    expect(names.flatMap(processesWith)).toEqual([]);
  });
});

/** Declares a quorum queue and puts a message into it. */
async function declare(url: string, queue: string): Promise<void> {
  const connection = await connect(url);
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue(queue, { durable: true, arguments: { "x-queue-type": "quorum" } });
  channel.sendToQueue(queue, Buffer.from("kept"), { persistent: true });
  await channel.waitForConfirms();
  await connection.close();
}

/** Waits for a message and leaves it there; a count would be 0 while a leader is elected. */
async function read(url: string, queue: string): Promise<string | undefined> {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  const text = await new Promise<string | undefined>((resolve, reject) => {
    channel.consume(queue, (message) => resolve(message?.content.toString())).catch(reject);
  });
  await connection.close();
  return text;
}

async function members(ctl: (...args: readonly string[]) => Promise<string>): Promise<readonly string[]> {
  const listed = await ctl("list_queues", "--no-table-headers", "members");
  return listed.match(/rabbitgen-\d+@localhost/g) ?? [];
}
