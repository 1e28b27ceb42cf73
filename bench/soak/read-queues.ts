import { setTimeout as sleep } from "node:timers/promises";
import { type Channel, connect, type GetMessage } from "amqplib";
import type { Broker } from "../../rabbitmq/broker.js";

/** Works on the broker past all proxies, with plain amqplib, on a connection of its own. */
export async function withChannel<Result>(
  url: string,
  work: (channel: Channel) => Promise<Result>,
): Promise<Result> {
  const connection = await connect(url);
  try {
    connection.on("error", () => {});
    const channel = await connection.createChannel();
    channel.on("error", () => {});
    return await work(channel);
  } finally {
    await connection.close().catch(() => {});
  }
}

/** How many messages are ready in these queues; 0 for one that does not exist. */
export async function countReady(url: string, queues: readonly string[]): Promise<number> {
  const counts = queues.map((queue) =>
    withChannel(url, async (channel) => (await channel.checkQueue(queue)).messageCount).catch(() => 0),
  );
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** How many messages are in these queues by the broker's last count: ready, in hands, and being dead-lettered. */
export async function countAll(ctl: Broker["ctl"], queues: readonly string[]): Promise<number> {
  const listed = await ctl("list_queues", "--no-table-headers", "name", "messages");
  const rows = listed.split("\n").map((line) => line.split("\t"));
  return rows.reduce((sum, [name = "", count]) => sum + (queues.includes(name) ? Number(count) : 0), 0);
}

/**
 * Takes everything out of these queues, which no longer have consumers, until all are empty for a second: meanwhile
 * the messages of a retry queue move to another one.
 */
export async function readQueues(
  url: string,
  queues: readonly string[],
  found: (queue: string, message: GetMessage) => void,
): Promise<void> {
  await withChannel(url, async (channel) => {
    const existing = await existingQueues(url, queues);
    for (let quiet = 0; quiet < 5; quiet += 1) {
      for (const queue of existing) {
        for (;;) {
          const message = await channel.get(queue, { noAck: true });
          if (!message) break;
          found(queue, message);
          quiet = 0;
        }
      }
      await sleep(200);
    }
  });
}

async function existingQueues(url: string, queues: readonly string[]): Promise<readonly string[]> {
  const exist = await Promise.all(
    queues.map((queue) =>
      withChannel(url, (channel) => channel.checkQueue(queue)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return queues.filter((_, index) => exist[index]);
}
