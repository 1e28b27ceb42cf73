// `npm run bench:runtime`: what the SDK's delivery costs, as ratios within this run. See README, "Speed".
// `-- --rounds N`, `-- --only CLIENT` and `-- --rabbitmq4` (instead of the broker that is found).
import { parseArgs } from "node:util";
import { findBroker } from "../../rabbitmq/find-broker.js";
import { startRabbitMQ4 } from "../../rabbitmq/rabbitmq4.js";
import { clients } from "./clients.js";
import { openStage } from "./place.js";
import { type Result, report } from "./report.js";
import { runTrial } from "./run-trial.js";
import type { Work } from "./work.js";

/** A service runs for days: the warm-up has enough messages for the engine to compile the code that is measured. */
const published = { warmUp: 50_000, messages: 20_000 };
const streams: readonly Work[] = [
  { kind: "publish", bytes: 200, inFlight: 100, ...published },
  { kind: "publish", bytes: 200, inFlight: 1_000, ...published },
  { kind: "publish", bytes: 2_048, inFlight: 100, ...published },
  { kind: "publish", bytes: 2_048, inFlight: 1_000, ...published },
  { kind: "consume", prefetch: 1, warmUp: 12_000, messages: 6_000 },
  { kind: "consume", prefetch: 10, warmUp: 30_000, messages: 15_000 },
  { kind: "consume", prefetch: 100, warmUp: 50_000, messages: 40_000 },
  { kind: "sequential", bytes: 4_096, messages: 400 },
];
const heap: Work = { kind: "heap", bytes: 200, inFlight: 1_000, messages: 1_000_000 };

async function main(): Promise<string> {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string", default: "5" },
      only: { type: "string", multiple: true },
      rabbitmq4: { type: "boolean", default: false },
    },
  });
  const rounds = Number(values.rounds);
  const names = Object.keys(clients).filter((name) => values.only?.includes(name) ?? true);
  if (names.length === 0) throw new Error(`--only takes one of ${Object.keys(clients).join(", ")}`);
  const opened = values.rabbitmq4 ? await startRabbitMQ4() : await findBroker();
  if (opened === undefined) throw new Error("there is no RabbitMQ 4.0 here: the tool rabbitmq4 is missing");
  await using broker = opened;
  const stage = await openStage(broker.url);
  const results: Result[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    for (const work of streams) {
      for (const client of inTurn(names, round)) {
        await stage.fill(work.kind === "consume" ? work.warmUp + work.messages : 0);
        results.push({ work, client, result: await runTrial(client, stage.place, work) });
      }
      console.error(`round ${round} of ${rounds}: ${JSON.stringify(work)}`);
    }
  }
  console.error(JSON.stringify(heap));
  await stage.sink(true);
  results.push({ work: heap, client: "rabbitgen", result: await runTrial("rabbitgen", stage.place, heap) });
  await stage.sink(false);
  await stage.close();
  return report(names, results, rounds, broker.version);
}

/** Each client is first in one round, so that none always runs in a broker that others have just used. */
function inTurn(names: readonly string[], round: number): readonly string[] {
  const first = round % names.length;
  return [...names.slice(first), ...names.slice(0, first)];
}

try {
  console.log(await main());
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
