// `npm run bench:faults`: ten faults, five clients, one table. `-- --only <client>` and `-- --fault <n>` run a part; `-- --found`
// takes the broker that the demo would find, instead of a RabbitMQ 4.0 that is at hand.
import type { Broker } from "../../rabbitmq/broker.js";
import { findBroker } from "../../rabbitmq/find-broker.js";
import { startRabbitMQ4 } from "../../rabbitmq/rabbitmq4.js";
import { readArguments } from "./arguments.js";
import { loadClient } from "./clients.js";
import { faults as allFaults } from "./faults.js";
import { packageVersion } from "./package-version.js";
import { runAll, type Trial } from "./run-all.js";
import { cellText, markdownTable } from "./table.js";

const tell = (line: string): void => console.error(line);

async function main(): Promise<number> {
  const { clients, faults, found } = readArguments(process.argv.slice(2));
  await using broker = await openBroker(found);
  const trials: readonly Trial[] = clients.flatMap((client) => faults.map((fault) => ({ fault, client })));
  const cells = await runAll(trials, broker.url, ({ fault, client }, cell, ms) => {
    const seconds = (ms / 1_000).toFixed(1).padStart(6);
    tell(
      `${seconds} s  ${String(allFaults.indexOf(fault) + 1).padStart(2)}  ${client.padEnd(24)} ${cellText(cell)}`,
    );
  });
  const loaded = await Promise.all(
    clients.map(async (client) => ({ client, ...(await loadClient(client)) })),
  );
  const columns = loaded.map(({ client, name }) => ({
    head: `${name} ${packageVersion(name)}`,
    cells: trials.filter((trial) => trial.client === client).map((trial) => cells.get(trial)),
  }));
  console.log(markdownTable(faults, columns));
  console.log(
    `\nRabbitMQ ${broker.version}, Node ${process.version.slice(1)}; durable quorum queues with a dead-letter queue, confirms, manual acks, persistent messages, prefetch 10 (200 where 200 handlers run).\n`,
  );
  for (const { name, note } of loaded) console.log(`- ${name}: ${note}`);
  return [...cells.values()].some((cell) => "unmeasured" in cell) ? 2 : 0;
}

async function openBroker(found: boolean): Promise<Broker> {
  if (!found && !process.env["AMQP_URL"]) {
    const newest = await startRabbitMQ4();
    if (newest) return newest;
  }
  return findBroker({ log: tell });
}

try {
  process.exitCode = await main();
} catch (error) {
  tell(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
