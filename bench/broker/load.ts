import { type ConfirmChannel, connect } from "amqplib";

/** What plain amqplib gets out of a broker. */
export interface Throughput {
  /** Confirmed publishes a second. */
  readonly published: number;
  /** Deliveries a second, each acknowledged on its own. */
  readonly consumed: number;
}

export interface Load {
  readonly messages: number;
  readonly bytes: number;
  /** Publishes that wait for their confirm at a time, and deliveries that are not acknowledged. */
  readonly inFlight: number;
  readonly queueType: "classic" | "quorum";
}

/** Publishes persistent messages with confirms, then consumes them all; the queue is gone afterwards. */
export async function measureLoad(url: string, load: Load): Promise<Throughput> {
  const model = await connect(url, { noDelay: true });
  try {
    const channel = await model.createConfirmChannel();
    const queue = `bench.${load.queueType}.${Date.now()}`;
    await channel.assertQueue(queue, { durable: true, arguments: { "x-queue-type": load.queueType } });
    const published = load.messages / (await seconds(() => publish(channel, queue, load)));
    const consumed = load.messages / (await seconds(() => consume(channel, queue, load)));
    await channel.deleteQueue(queue);
    await channel.close();
    return { published, consumed };
  } finally {
    await model.close();
  }
}

function publish(channel: ConfirmChannel, queue: string, load: Load): Promise<void> {
  const body = Buffer.alloc(load.bytes, "x");
  const options = { persistent: true, contentType: "application/json", headers: { "content-type": "v1" } };
  let sent = 0;
  let confirmed = 0;
  return new Promise((resolve, reject) => {
    const send = () => {
      if (sent === load.messages) return;
      sent++;
      channel.sendToQueue(queue, body, options, (error: unknown) => {
        if (error !== null && error !== undefined) reject(error);
        confirmed++;
        if (confirmed === load.messages) resolve();
        else send();
      });
    };
    for (let index = 0; index < load.inFlight; index++) send();
  });
}

async function consume(channel: ConfirmChannel, queue: string, load: Load): Promise<void> {
  await channel.prefetch(load.inFlight);
  let received = 0;
  await new Promise<void>((resolve, reject) => {
    const take = (message: Parameters<Parameters<typeof channel.consume>[1]>[0]) => {
      if (message === null) return reject(new Error("cancelled"));
      channel.ack(message);
      received++;
      if (received === load.messages) resolve();
    };
    channel.consume(queue, take).catch(reject);
  });
  await channel.checkQueue(queue); // the acknowledgements have come
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
}
