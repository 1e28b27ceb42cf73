// `npm run fuzz:messages`: 100,000 mutated messages against one consumer, each accounted for. `-- --messages <n>` for fewer,
// `-- --seed <n>` for the messages of an earlier run, `-- --prefetch <n>`, `-- --rabbitmq4` for RabbitMQ 4.0.
// Exit code 1 when one is lost, stops the others or costs a connection, 2 when it could not run.
import { parseArgs } from "node:util";
import type { Broker } from "../../rabbitmq/broker.js";
import { findBroker } from "../../rabbitmq/find-broker.js";
import { startRabbitMQ4 } from "../../rabbitmq/rabbitmq4.js";
import { faultsOf, fuzzedText } from "./fuzzed.js";
import { runFuzz } from "./run-fuzz.js";

const tell = (line: string): void => console.error(line);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      messages: { type: "string", default: "100000" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      prefetch: { type: "string", default: "10" },
      rabbitmq4: { type: "boolean", default: false },
    },
  });
  const [messages = 0, seed = 0, prefetch = 0] = (["messages", "seed", "prefetch"] as const).map((name) =>
    whole(name, values[name]),
  );
  await using broker = await openBroker(values.rabbitmq4);
  tell(`RabbitMQ ${broker.version}; ${messages} messages; seed ${seed}; prefetch ${prefetch}`);
  const fuzzed = await runFuzz({ url: broker.url, messages, seed, prefetch, tell });
  console.log(fuzzedText(fuzzed));
  console.log(`\n${fuzzed.seconds.toFixed(1)} s; seed ${seed}`);
  const faults = faultsOf(fuzzed);
  for (const fault of faults) console.log(`WRONG: ${fault}`);
  return faults.length === 0 ? 0 : 1;
}

function whole(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new Error(`--${name} ${text}: a whole number from 1`);
  return number;
}

async function openBroker(rabbitmq4: boolean): Promise<Broker> {
  if (!rabbitmq4) return findBroker({ log: tell });
  const broker = await startRabbitMQ4();
  if (!broker) throw new Error("no RabbitMQ 4.0: ../shared/tools/rabbitmq4 is not here");
  return broker;
}

try {
  process.exitCode = await main();
} catch (error) {
  tell(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
