// `npm run soak`: 200,000 events through resets, deployments, a killed consumer and a restart of the broker, each
// accounted for. `-- --events <n>` for fewer, `-- --seed <n>` for resets as in an earlier run, `-- --rabbitmq4` for
// RabbitMQ 4.0. Exit code 1 when something confirmed is lost or a publish had the wrong outcome, 2 when it could not
// run.
import { fileURLToPath } from "node:url";
import type { Broker } from "../../rabbitmq/broker.js";
import { findBroker } from "../../rabbitmq/find-broker.js";
import { startRabbitMQ4 } from "../../rabbitmq/rabbitmq4.js";
import { readArguments } from "./arguments.js";
import { badWeather } from "./bad-network.js";
import { runSoak } from "./run-soak.js";
import { hardLife } from "./steps.js";
import { isWhole, summaryText } from "./summary.js";

const start = performance.now();
const tell = (line: string): void =>
  console.error(`${((performance.now() - start) / 1_000).toFixed(1).padStart(6)} s  ${line}`);

async function main(): Promise<number> {
  const { events, seed, rabbitmq4 } = readArguments(process.argv.slice(2));
  await using broker = await openBroker(rabbitmq4);
  if (broker.origin === "AMQP_URL")
    throw new Error("it restarts the broker: unset AMQP_URL for one of its own");
  tell(`RabbitMQ ${broker.version}; ${events} events; seed ${seed}`);
  const soaked = await runSoak({
    broker,
    processes: fileURLToPath(new URL(".", import.meta.url)),
    events,
    seed,
    inFlight: 500,
    prefetch: 100,
    workMs: 5,
    weather: badWeather,
    steps: hardLife,
    tell,
  });
  console.log(summaryText(soaked));
  const { resets, reconnects, seconds } = soaked;
  console.log(`\n${resets} resets, ${reconnects} reconnects, ${seconds.toFixed(1)} s; seed ${seed}`);
  return isWhole(soaked) ? 0 : 1;
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
