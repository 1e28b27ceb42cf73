// @module-tag rabbitmq
import { existsSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { connect } from "amqplib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Broker } from "../../rabbitmq/broker.js";
import { installedNode } from "../../rabbitmq/installed-node.js";
import { startPrivateRabbitMQ4 } from "../../rabbitmq/rabbitmq4.js";
import { processesWith, until } from "./processes-with.js";

describe.skipIf(process.platform !== "linux").each([
  ["the installed RabbitMQ", () => installedNode(() => {})],
  ["RabbitMQ 4.0", startPrivateRabbitMQ4],
])("a private node of %s", (name, open) => {
  let broker: Broker | undefined;
  beforeAll(async () => {
    broker = await open();
  });
  afterAll(() => broker?.dispose());

  test("keeps a persistent message through kill -9 and through restart", async ({ skip }) => {
    if (!broker) return skip(`not here: ${name}`);
    await publish(broker.url, "kept");
    // Mnesia answers before the decision about a transaction is on the disk: killed now, it may forget the queue.
    await broker.ctl("eval", "mnesia:sync_log().");
    await broker.kill();
    expect(nodeProcesses(broker)).toEqual([]);
    await expect(connect(broker.url)).rejects.toThrow("ECONNREFUSED");
    await broker.start();
    expect(await ready(broker.url)).toBe(1);
    await broker.restart();
    expect(await ready(broker.url)).toBe(1);
  });

  test("answers rabbitmqctl and says what rabbitmqctl complained of", async ({ skip }) => {
    if (!broker) return skip(`not here: ${name}`);
    expect(await broker.ctl("list_vhosts")).toBe("name\n/\n");
    await expect(broker.ctl("no_command")).rejects.toThrow(/no_command failed: Command .* not found/);
  });

  test("can be started again after it was ended from outside", async ({ skip }) => {
    if (!broker) return skip(`not here: ${name}`);
    await broker.ctl("stop");
    await broker.stop();
    await broker.start();
    expect(await ready(broker.url)).toBe(1);
  });

  test("leaves none of the programs that the node started when it is killed", async ({ skip }) => {
    if (!broker) return skip(`not here: ${name}`);
    await broker.ctl("eval", 'open_port({spawn, "sleep 2"}, []).');
    await broker.kill();
    const killed = broker;
    // The program holds out for its two seconds; once in a while it is seen for a moment longer than the node.
    await until(
      () => nodeProcesses(killed),
      (left) => left.length === 0,
    );
    await broker.start();
  });

  test("listens on loopback only and has no epmd but its own", async ({ skip }) => {
    if (!broker) return skip(`not here: ${name}`);
    expect(nodeProcesses(broker).filter((line) => line.includes("epmd -port"))).toHaveLength(1);
    const sockets = await broker.ctl("eval", `[inet:sockname(P) || P <- erlang:ports(), ${isTcp}].`);
    expect(sockets.match(/\{\{[\d,]+\}/g)?.length).toBeGreaterThanOrEqual(2);
    expect(new Set(sockets.match(/\{\{[\d,]+\}/g))).toEqual(new Set(["{{127,0,0,1}"]));
  });

  // rabbitmqctl takes long to find that a node is gone, longer on a busy machine
  test("leaves no process after stop, and neither keeper nor data after dispose", {
    timeout: 180_000,
  }, async ({ skip }) => {
    if (!broker) return skip(`not here: ${name}`);
    const home = await broker.ctl("eval", 'io:format("~s~n", [os:getenv("HOME")]).');
    const beam = processesOf(broker)
      .find((line) => line.includes("beam"))
      ?.split(" ")[0];
    const data = join(readlinkSync(`/proc/${beam}/root`), home.split("\n")[0] ?? "");
    expect(data).toContain("rabbitgen-broker-");
    await broker.stop();
    expect(nodeProcesses(broker)).toEqual([]);
    await expect(broker.ctl("status")).rejects.toThrow("status failed");
    expect(nodeProcesses(broker)).toEqual([]); // rabbitmqctl likes to start an epmd
    expect(existsSync(data)).toBe(true);
    await broker.dispose();
    expect(processesOf(broker)).toEqual([]);
    expect(existsSync(data)).toBe(false);
    await expect(broker.start()).rejects.toThrow("disposed");
  });
});

const isTcp = 'erlang:port_info(P, name) =:= {name, "tcp_inet"}';

async function publish(url: string, queue: string): Promise<void> {
  const connection = await connect(url);
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue(queue, { durable: true });
  channel.sendToQueue(queue, Buffer.from("1"), { persistent: true });
  await channel.waitForConfirms();
  await connection.close();
}

/** How many messages the queue of the first test holds. */
async function ready(url: string): Promise<number> {
  const connection = await connect(url);
  const channel = await connection.createChannel();
  const { messageCount } = await channel.checkQueue("kept");
  await connection.close();
  return messageCount;
}

/** Every process of the broker: all have its node's name in their environment. */
function processesOf({ url }: Broker): string[] {
  return processesWith(`rabbitgen-${new URL(url).port}@localhost`);
}

/** Those of the node, without the shells of its keeper. */
function nodeProcesses(broker: Broker): string[] {
  return processesOf(broker).filter((line) => !/^\d+ sh -c /.test(line));
}
