import { Account } from "../../bench/soak/account.js";
import { News } from "../../bench/soak/news.js";
import { publishAll } from "../../bench/soak/publish-all.js";
import { patienceMs, quiet } from "../../bench/soak/quiet.js";
import { readRest } from "../../bench/soak/read-rest.js";
import { idOf } from "../../bench/soak/soaked-event.js";
import { handleSoaked } from "../../bench/soak/soaked-handler.js";
import type { Summary } from "../../bench/soak/summary.js";
import { retrySettings, type WorkQueue } from "../../bench/soak/work-queue.js";
import type { PrivateNode } from "../../rabbitmq/private-node.js";
import type { Consumer, Rabbit } from "../../runtime/index.js";
import type { OrderFamily } from "./order-family.js";

/** Events that flow while a test does something to the broker. */
export interface Load {
  /** Resolves when the given number of further events were handled, dead-lettered, or refused to their publisher. */
  more(events: number): Promise<void>;
  /**
   * Publishes no more, waits for the rest, closes the rabbit, and returns the account, including the messages in the
   * queues of that node.
   */
  end(node: PrivateNode): Promise<Summary>;
}

/** Consumes the queue as a soak does: some handlers fail once, some reject. */
export function consumeSoaked(
  rabbit: Rabbit,
  family: OrderFamily,
  queue: WorkQueue,
  done: Parameters<typeof handleSoaked>[3] = () => {},
): Promise<Consumer> {
  return rabbit.consumer(family, {
    queue: queue.name,
    prefetch: 50,
    retry: retrySettings,
    handlers: { v1: ({ orderId }, message) => handleSoaked(orderId, message, 5, done), v2: "dead-letter" },
  });
}

/** Publishes and consumes in this process, 200 publishes at a time without an answer, until it is ended. */
export async function startLoad(rabbit: Rabbit, family: OrderFamily, queue: WorkQueue): Promise<Load> {
  const account = new Account(1_000_000);
  using news = new News(patienceMs);
  await consumeSoaked(rabbit, family, queue, (handling) => {
    news.heard();
    account.handled(handling);
  });
  rabbit.on("dead-letter", ({ messageId = "" }) => account.gaveUp(idOf(messageId)));
  const publisher = await rabbit.publisher(family.versions.v1);
  const open = new Set<number>();
  rabbit.on("publisher-lost", () => {
    for (const id of open) account.interrupted(id);
  });
  const publish = (id: number): Promise<unknown> => {
    open.add(id);
    const published = publisher.publish({ orderId: `o-${id}` }, { messageId: `o-${id}` });
    return published.finally(() => open.delete(id));
  };
  let next = 0;
  let ending = false;
  const published = publishAll(() => (ending ? undefined : next++), 200, publish, account);
  return {
    more: (events) => account.reach(account.ended + events),
    end: async (node) => {
      ending = true;
      await published;
      await quiet(account, news, node, queue);
      await rabbit.close();
      await readRest(account, node.url, queue);
      return account.summary(next);
    },
  };
}
