// `npm run bench:broker`: the embedded broker beside a RabbitMQ of this machine, in turn, in messages a second and as ratios;
// then its start, and its memory after a million messages. `-- --messages <n>`, `-- --rounds <n>`, `-- --no-rabbitmq`,
// `-- --found` for the broker that the demo would find instead of RabbitMQ 4.0.
import { parseArgs } from "node:util";
import type { Broker } from "../../rabbitmq/broker.js";
import { findBroker } from "../../rabbitmq/find-broker.js";
import { startRabbitMQ4 } from "../../rabbitmq/rabbitmq4.js";
import { startEmbeddedBroker } from "../../src/embedded-broker/index.js";
import { median } from "../measure.js";
import { startEmbeddedChild } from "./embedded-child.js";
import { type Load, measureLoad, type Throughput } from "./load.js";

const tell = (line: string): void => console.error(line);

const { values } = parseArgs({
  options: {
    messages: { type: "string", default: "30000" },
    rounds: { type: "string", default: "5" },
    million: { type: "string", default: "1000000" },
    "no-rabbitmq": { type: "boolean", default: false },
    found: { type: "boolean", default: false },
  },
});

async function main(): Promise<void> {
  const rabbit = values["no-rabbitmq"] ? undefined : await openBroker();
  try {
    await using child = await startEmbeddedChild();
    await using own = await startEmbeddedBroker();
    const places = new Map<string, string>();
    if (rabbit) places.set(`RabbitMQ ${rabbit.version}`, rabbit.url);
    places.set("embedded, own process", child.url);
    places.set("embedded, same process", own.url);
    for (const queueType of ["classic", "quorum"] as const) {
      const load = { messages: Number(values.messages), bytes: 512, inFlight: 200, queueType };
      report(queueType, await inTurn(places, load), rabbit && `RabbitMQ ${rabbit.version}`);
    }
  } finally {
    await rabbit?.dispose();
  }
  console.log(`\nstarted in ${(await startTime()).toFixed(2)} ms (median of 20)`);
  await reportMemory(Number(values.million));
}

async function openBroker(): Promise<Broker> {
  return (values.found ? undefined : await startRabbitMQ4()) ?? findBroker({ log: tell });
}

/** Each place once a round, so that what else the machine does meets all of them; a first round warms up. */
async function inTurn(places: ReadonlyMap<string, string>, load: Load): Promise<Map<string, Throughput>> {
  const runs = new Map([...places.keys()].map((name) => [name, [] as Throughput[]]));
  for (let round = 0; round <= Number(values.rounds); round++) {
    for (const [name, url] of places) {
      const run = await measureLoad(url, load);
      if (round > 0) runs.get(name)?.push(run);
    }
  }
  const middle = (all: readonly Throughput[]) => ({
    published: median(all.map(({ published }) => published)),
    consumed: median(all.map(({ consumed }) => consumed)),
  });
  return new Map([...runs].map(([name, all]) => [name, middle(all)]));
}

function report(queueType: string, results: ReadonlyMap<string, Throughput>, reference: string | undefined) {
  const base = reference === undefined ? undefined : results.get(reference);
  console.log(`\n${queueType} queue, messages a second${base ? " (ratio to RabbitMQ)" : ""}`);
  for (const [name, { published, consumed }] of results) {
    const cell = (value: number, of: number | undefined) =>
      `${Math.round(value).toLocaleString("en").padStart(8)}${of === undefined ? "" : ` (${(value / of).toFixed(2)})`}`;
    console.log(
      `${name.padEnd(24)} confirmed publishes ${cell(published, base?.published)}   acked deliveries ${cell(consumed, base?.consumed)}`,
    );
  }
}

async function startTime(): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < 20; index++) {
    const start = performance.now();
    const broker = await startEmbeddedBroker();
    times.push(performance.now() - start);
    await broker.close();
  }
  return median(times);
}

async function reportMemory(messages: number): Promise<void> {
  await using child = await startEmbeddedChild();
  const load = { bytes: 512, inFlight: 500, queueType: "classic" } as const;
  await measureLoad(child.url, { ...load, messages: 20_000 });
  const before = await child.memory();
  const batch = 100_000;
  for (let sent = 0; sent < messages; sent += batch)
    await measureLoad(child.url, { ...load, messages: batch });
  const after = await child.memory();
  const change = after.heapMiB - before.heapMiB;
  console.log(
    `heap ${before.heapMiB.toFixed(1)} MiB, after ${messages.toLocaleString("en")} messages ${after.heapMiB.toFixed(1)} MiB ` +
      `(${change >= 0 ? "+" : ""}${change.toFixed(1)}); resident ${before.rssMiB.toFixed(0)} and ${after.rssMiB.toFixed(0)} MiB`,
  );
}

try {
  await main();
} catch (error) {
  tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 2;
}
