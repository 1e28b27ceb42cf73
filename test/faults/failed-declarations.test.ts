import { Buffer } from "node:buffer";
import { randomUUID } from "node:crypto";
import type { ConfirmChannel } from "amqplib";
import { expect, onTestFinished, test } from "vitest";
import { ConnectionSupervisor } from "../../runtime/connection/connection-supervisor.js";
import { endpoint } from "../../runtime/connection/endpoint.js";
import { EventHub } from "../../runtime/observe/rabbit-events.js";
import { ConfirmSender } from "../../runtime/publish/confirm-sender.js";
import { useBench } from "../support/use-bench.js";

const bench = useBench();
const OFTEN = 3;

async function connection(): Promise<ConnectionSupervisor> {
  const settings = {
    role: "publishing",
    service: "svc",
    endpoints: [endpoint(bench.broker.url, undefined, 10)],
    credentials: undefined,
    socket: {},
    startTimeout: 30_000,
    opened: () => {},
  } as const;
  const supervisor = new ConnectionSupervisor(settings, new EventHub());
  onTestFinished(() => supervisor.close(1_000));
  await supervisor.started;
  return supervisor;
}

/** Declarations at which the broker closes their channel, or before RabbitMQ 4.0 the connection. */
const failing: Readonly<Record<string, (channel: ConfirmChannel, queue: string) => Promise<unknown>>> = {
  "a queue with other arguments (406)": (channel, queue) =>
    channel.assertQueue(queue, { durable: true, arguments: { "x-max-length": 1 } }),
  "a queue that is missing (404)": (channel) => channel.checkQueue(`missing-${randomUUID()}`),
  "a binding to an exchange that is missing (404)": (channel, queue) =>
    channel.bindQueue(queue, `missing-${randomUUID()}`, "key"),
  "a reserved name (403)": (channel) => channel.assertExchange(`amq.${randomUUID()}`, "topic"),
  "an exchange of an unknown type (503 before RabbitMQ 4.0)": (channel) =>
    channel.assertExchange(`x-${randomUUID()}`, "x-unknown"),
};

test.each(Object.entries(failing))(
  "a message in flight is not blamed when the broker refuses %s",
  async (_, declare) => {
    const queue = bench.queue();
    await bench.channel.assertQueue(queue, { durable: true });
    let opened = 0;
    const sender = new ConfirmSender(await connection(), {
      // its answer is not awaited: what waits to be sent is written behind it, and goes with the channel
      setup: async (channel) => {
        opened += 1;
        if (opened <= OFTEN) declare(channel, queue).catch(() => {});
      },
      lost: () => {},
    });
    onTestFinished(() => sender.close(1_000));
    const sent = sender.send({
      exchange: "",
      routingKey: queue,
      content: Buffer.from("{}"),
      properties: { mandatory: true, messageId: "innocent" },
      routable: "required",
      timeout: 20_000,
      signals: [],
      resend: true,
    });
    await expect(sent).resolves.toEqual({ messageId: "innocent" });
    expect(opened).toBeGreaterThan(OFTEN);
    await bench.holds(queue, 1);
  },
);
