import type { GetMessage } from "amqplib";
import type { Account } from "./account.js";
import { readQueues, withChannel } from "./read-queues.js";
import { idOf } from "./soaked-event.js";
import type { WorkQueue } from "./work-queue.js";

/** Enters the messages left in the queues, which no longer have consumers, into the account, and deletes the queues. */
export async function readRest(account: Account, url: string, queue: WorkQueue): Promise<void> {
  const names = [queue.name, ...queue.retries, queue.deadLetters];
  await readQueues(url, names, (from, message) => {
    const id = idOf((JSON.parse(message.content.toString()) as { orderId: string }).orderId);
    if (from === queue.deadLetters) account.deadLettered(id, reasonOf(message));
    else account.queued(id);
  });
  await withChannel(url, async (channel) => {
    for (const name of names) await channel.deleteQueue(name);
  });
}

function reasonOf({ properties }: GetMessage): string {
  const headers = properties.headers ?? {};
  const brokers = headers["x-first-death-reason"];
  return String(headers["rabbitgen-reason"] ?? (brokers && `${brokers} (by the broker)`) ?? "none");
}
