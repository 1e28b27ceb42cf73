import { randomUUID } from "node:crypto";
import type { GetMessage, Options } from "amqplib";
import { expect } from "vitest";
import type { EventFamily } from "../../runtime/contract/event-version.js";
import { deadLetterQueue, deliveryLimit, workQueue } from "../../runtime/topology/queue-topology.js";
import { loadContract } from "../../src/contract/load-contract.js";
import { readFolder } from "../../src/files/read-folder.js";
import { consumedQueues } from "../../src/operate/consumed-queues.js";
import { type DeadQueue, deadQueues } from "../../src/operate/dead-queues.js";
import { eventFamilies } from "../../src/operate/event-families.js";
import { type Ran, runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";
import type { Bench } from "../support/use-bench.js";

/** A folder with schemas, and their queues at a broker under names that no other test has. */
export interface Shop {
  readonly folder: string;
  readonly family: EventFamily;
  readonly exchange: string;
  readonly queue: string;
  readonly dead: string;
  readonly deadQueues: readonly DeadQueue[];
  /** Runs the command line in the folder, with the broker's URL in its environment. */
  cli(argv: readonly string[], more?: Parameters<typeof runCli>[2]): Promise<Ran>;
  /** The same with `--format json`, parsed. */
  json<Result>(argv: readonly string[], more?: Parameters<typeof runCli>[2]): Promise<Result>;
  /** Puts messages into the dead-letter queue as the SDK does, and waits until they are there. */
  bury(...letters: readonly Buried[]): Promise<void>;
  /** All messages of a queue, taken out of it. */
  takeAll(queue: string): Promise<readonly GetMessage[]>;
}

/** A dead letter of a test. */
export interface Buried {
  readonly id: string;
  readonly body?: unknown;
  readonly version?: string;
  readonly reason?: string;
  readonly headers?: Options.Publish["headers"];
  readonly properties?: Options.Publish;
}

const order = {
  type: "object",
  properties: { orderId: { type: "string" }, total: { type: "integer" } },
  required: ["orderId"],
};

/** Declares the queues of one service that reads one event. */
export async function openShop(
  bench: Bench,
  {
    declare = true,
    queue: more = {},
    event: settings = {},
    bind,
    vhost,
  }: {
    readonly declare?: boolean;
    readonly queue?: object;
    /** Settings of `event.json`. */
    readonly event?: object;
    readonly bind?: string;
    readonly vhost?: string;
  } = {},
): Promise<Shop> {
  const event = `order_paid_${randomUUID().slice(0, 8)}`;
  const [exchange, queue] = [`x.${event}`, bench.queue(`svc-billing.${event}`)];
  const folder = tempFolder({
    "schemas/contract.json": {
      exchange: { name: exchange, type: "topic" },
      ...(vhost === undefined ? {} : { vhost }),
      services: {
        "svc-order": { publishes: [event] },
        "svc-billing": {
          consumes: {
            [event]: {
              versions: ["v1", "v2"],
              queue: { name: queue, ...more },
              retry: { delays: ["100ms"] },
              ...(bind === undefined ? {} : { bind }),
            },
          },
        },
      },
    },
    [`schemas/${event}/event.json`]: { routingKey: "order.paid", ...settings },
    [`schemas/${event}/v1.json`]: order,
    [`schemas/${event}/v2.json`]: { ...order, required: ["orderId", "total"] },
    [`schemas/${event}/v3.json`]: { ...order, required: ["orderId", "total"] },
  });
  const { contract } = await loadContract(readFolder(`${folder}/schemas`).files);
  if (contract === undefined) throw new Error("the schemas have errors");
  const families = eventFamilies(contract);
  const [family] = families;
  if (family === undefined) throw new Error("there is no event");
  const { channel } = bench;
  const dead = deadLetterQueue(queue).name;
  if (declare) {
    await channel.assertExchange(exchange, "topic", { durable: true });
    await channel.assertQueue(dead, { arguments: deadLetterQueue(queue).arguments });
    await channel.assertQueue(queue, { arguments: workQueue(queue, "quorum", deliveryLimit(5)).arguments });
    await channel.bindQueue(queue, exchange, "order.paid");
  }
  const send = ({
    id,
    body = { orderId: id, total: 1 },
    version = "v2",
    reason = "rejected",
    headers,
    properties,
  }: Buried): void => {
    const contentType = `application/json; version=${version}`;
    const content = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
    channel.sendToQueue(dead, content, {
      persistent: true,
      messageId: id,
      type: event,
      contentType,
      appId: "svc-order",
      timestamp: 1_790_000_000,
      ...properties,
      headers: {
        "content-type": contentType,
        "rabbitgen-reason": reason,
        "rabbitgen-error-name": "Error",
        "rabbitgen-error-message": "gateway down",
        "rabbitgen-attempts": "5",
        "rabbitgen-time": new Date().toISOString(),
        "rabbitgen-queue": queue,
        "rabbitgen-service": "svc-billing",
        "rabbitgen-exchange": exchange,
        "rabbitgen-routing-key": "order.paid",
        ...headers,
      },
    });
  };
  const cli: Shop["cli"] = (argv, { env = {}, ...io } = {}) =>
    runCli(folder, argv, { ...io, env: { RABBITGEN_URL: bench.broker.url, ...env } });
  return {
    folder,
    family,
    exchange,
    queue,
    dead,
    deadQueues: deadQueues(consumedQueues(contract, families).queues),
    cli,
    json: async <Result>(argv: readonly string[], io?: Parameters<typeof runCli>[2]) => {
      const ran = await cli([...argv, "--format", "json"], io);
      expect(ran.err).toBe("");
      return JSON.parse(ran.out) as Result;
    },
    bury: async (...letters) => {
      const before = (await bench.count(dead)) ?? 0;
      for (const letter of letters) send(letter);
      await bench.holds(dead, before + letters.length);
    },
    takeAll: async (name) => {
      const messages: GetMessage[] = [];
      for (;;) {
        const message = await bench.channel.get(name, { noAck: true });
        if (message === false) return messages;
        messages.push(message);
      }
    },
  };
}
