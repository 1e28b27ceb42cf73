import type { Broker } from "../../rabbitmq/broker.js";
import { Account } from "./account.js";
import { openBadNetwork, type Weather } from "./bad-network.js";
import { Consumers } from "./consumers.js";
import { hearReport } from "./hear-report.js";
import { News } from "./news.js";
import { patienceMs, quiet } from "./quiet.js";
import { readRest } from "./read-rest.js";
import type { Report } from "./reports.js";
import { seededRandom } from "./seeded-random.js";
import type { Deed, Step } from "./steps.js";
import type { Summary } from "./summary.js";
import { newWorkQueue } from "./work-queue.js";
import { Worker } from "./worker.js";

/** One run: how much, through what, and where. */
export interface SoakOptions {
  readonly broker: Broker;
  /** The folder with the compiled processes. */
  readonly processes: string;
  readonly events: number;
  /** Publishes without an answer at a time. */
  readonly inFlight: number;
  /** Of each of the two consumers. */
  readonly prefetch: number;
  /** Milliseconds of the longest handler. */
  readonly workMs: number;
  /** Of the weather. */
  readonly seed: number;
  readonly weather?: Weather;
  readonly steps: readonly Step[];
  readonly tell: (line: string) => void;
}

/** What a run gave. */
export interface Soaked extends Summary {
  readonly resets: number;
  readonly reconnects: number;
  readonly seconds: number;
}

/**
 * Publishes events, consumes them with two processes, does to them what the options say, and accounts for every event
 * at the end. Nothing runs on when it settles. Rejects when a process crashes.
 */
export async function runSoak(options: SoakOptions): Promise<Soaked> {
  const { broker, processes, events, inFlight, prefetch, workMs, tell } = options;
  const start = performance.now();
  const random = seededRandom(options.seed);
  const account = new Account(events);
  const queue = newWorkQueue();
  let reconnects = 0;
  using news = new News(patienceMs);
  const hear = (report: Report): void => {
    news.heard();
    if (report.kind === "reconnected") reconnects += 1;
    else hearReport(account, report);
  };
  await using wayOut = await openBadNetwork(broker.url, options.weather, random);
  await using wayIn = await openBadNetwork(broker.url, options.weather, random);
  await using otherWayIn = await openBadNetwork(broker.url, options.weather, random);
  await using consumers = new Consumers(processes, { queue: queue.name, prefetch, workMs }, hear);
  await Promise.all([wayIn, otherWayIn].map(({ url }) => consumers.start(url)));
  await using publisher = new Worker(processes, "publisher", { url: wayOut.url, events, inFlight }, hear);

  const deeds: Readonly<Record<Deed, () => Promise<void>>> = {
    "restart the broker": () => broker.restart(),
    "roll the consumers": () => consumers.roll(),
    "kill a consumer": () => consumers.killOne(),
  };
  async function takeSteps(): Promise<void> {
    for (const { at, deed } of options.steps) {
      await account.reach(at * events);
      tell(`${account.ended} events ended: ${deed}`);
      await deeds[deed]();
    }
  }
  const ends = [consumers.crashed, news.silence];
  await Promise.race([...ends, Promise.all([publisher.ended, takeSteps()])]);
  const ways = [wayOut, wayIn, otherWayIn];
  for (const way of ways) way.calm();
  tell(`${account.ended} events ended: all are published, and no connection is reset any more`);
  await Promise.race([...ends, quiet(account, news, broker, queue)]);
  await Promise.all([publisher.stop(), consumers.stop()]);
  await readRest(account, broker.url, queue);
  return {
    ...account.summary(events),
    resets: ways.reduce((sum, way) => sum + way.resets, 0),
    reconnects,
    seconds: (performance.now() - start) / 1_000,
  };
}
