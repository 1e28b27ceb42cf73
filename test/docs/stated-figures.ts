import { readArguments } from "../../bench/soak/arguments.js";
import {
  CREDENTIALS_TIMEOUT_MS,
  HANDSHAKE_IDLE_MS,
  HANDSHAKE_MS,
} from "../../runtime/connection/connect-once.js";
import { HEARTBEAT_S, START_TIMEOUT_MS } from "../../runtime/connection/connect-options.js";
import { ConnectionRun } from "../../runtime/connection/connection-life.js";
import { batchPlan, CONSUMER_TIMEOUT_MS, consumerPlan } from "../../runtime/consume/consumer-plan.js";
import {
  CHANNELS_RESERVE_MS,
  CLOSE_TIMEOUT_MS,
  CONNECTIONS_RESERVE_MS,
} from "../../runtime/options/known-options.js";
import { MAX_HEADER_BYTES } from "../../runtime/publish/encode-message.js";
import { MAX_UNCONFIRMED, MAX_UNCONFIRMED_BYTES } from "../../runtime/publish/outgoing-message.js";
import { MANY, PUBLISH_TIMEOUT_MS, PUBLISHER_CLOSE_TIMEOUT_MS } from "../../runtime/publish/publisher.js";
import { COPY_HEADER_BYTES } from "../../runtime/retry/copy-properties.js";
import { STACK_BYTES } from "../../runtime/retry/dead-letter-headers.js";
import { LONGEST_KEY } from "../../runtime/routing/routing-key.js";
import { backoff } from "../../runtime/timing/waiting.js";
import { DEFAULT_RETRY } from "../../runtime/topology/queue-plan.js";
import { deliveryLimit, instanceQueue, possibleSteps } from "../../runtime/topology/queue-topology.js";
import { MAX_BODY_BYTES } from "../../runtime/wire/body.js";
import { TEXT_BYTES } from "../../runtime/wire/header-values.js";
import { DEEPEST_HEADERS } from "../../runtime/wire/readable-headers.js";
import { mostPlaces, mostText } from "../../src/asyncapi/import/too-much.js";
import { MOST_DRAWN } from "../../src/catalogue/html/site.js";
import { LISTED } from "../../src/catalogue/keyword-facts.js";
import { DEEPEST, MOST_PLACES } from "../../src/catalogue/payload-tree.js";
import { LONGEST as LONGEST_CODE } from "../../src/catalogue/usage-code.js";
import { commands } from "../../src/cli/commands/index.js";
import type { Io } from "../../src/cli/io.js";
import { longestQueue } from "../../src/contract/check-services.js";
import { shortString } from "../../src/contract/short-string.js";
import { maxAliasValues, maxYamlBytes } from "../../src/contract/yaml-problems.js";
import { MOST_WAITING } from "../../src/operate/tail.js";
import { longest as longestList } from "../../src/sdk/listed-values.js";
import { CALL_TIMEOUT_MS } from "../../src/testing/idle.js";
import { orderFamily } from "../support/order-family.js";

/** A sentence of a page with the figures that the code has. */
export interface StatedFigures {
  readonly page: string;
  readonly text: string;
}

const grouped = (number: number): string => number.toLocaleString("en");
const s = (ms = 0): string => `${ms / 1_000} s`;
const min = (ms = 0): number => ms / 60_000;
const kib = (bytes: number): string => `${bytes / 1_024} KiB`;
const mib = (bytes: number): string => `${bytes / 1_024 / 1_024} MiB`;
/** A number that pages have in words. */
function words(number = 0): string {
  return (
    new Map([
      [5, "five"],
      [10, "ten"],
    ]).get(number) ?? String(number)
  );
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

const longestPause = backoff(1_000, () => 1);

const { handlerTimeout, breaker } = consumerPlan([orderFamily()], { queue: "q" }, {});
const { pauseMs = 0, maxPauseMs = 0 } = breaker ?? {};
const breakerPauses = `${s(pauseMs)} (then ${s(2 * pauseMs)}, up to ${s(maxPauseMs)})`;
const delays = DEFAULT_RETRY.delays.map((delay) => delay.replace(/s$/, " s"));
const handlerWaitMs = CLOSE_TIMEOUT_MS - CONNECTIONS_RESERVE_MS - CHANNELS_RESERVE_MS;
const closing = `(${s(handlerWaitMs)} of its ${CLOSE_TIMEOUT_MS / 1_000})`;
const instanceExpiresMs = Number(instanceQueue("q", "quorum", 20).arguments["x-expires"]);
const batch = batchPlan({ size: 1 }, "delay");

/** The steps of delays in one unit, as a sentence lists them. */
function steps(unitMs: number, below: number): string {
  const all = possibleSteps({ delays: [], ownSteps: true }).filter((ms) => ms >= unitMs && ms < below);
  const numbers = all.map((ms) => ms / unitMs);
  return `${numbers.slice(0, -1).join(", ")} or ${numbers.at(-1)}`;
}
const [second, minute, hour] = [1_000, 60_000, 3_600_000];

/** What `rabbitgen dead list` reads of a queue. */
function mostListed(): number {
  const dead = commands({} as Io, () => {}).find((command) => command.name() === "dead");
  const list = dead?.commands.find((command) => command.name() === "list");
  return Number(list?.options.find(({ long }) => long === "--max")?.defaultValue);
}

/** The longest pause after connections that were lost at once and had a channel. */
function pauseAfterProvedLosses(): string {
  const run = new ConnectionRun();
  const life = { lifetimeMs: 0, isProved: true, isRefused: false };
  const counted = Array.from({ length: 100 }, () => run.lost(life));
  return `${backoff(Math.max(...counted), () => 1) / 1_000} s`;
}

/** Every sentence of the README and of docs/ whose quantities come from the code, by page. */
const byPage: Readonly<Record<string, readonly string[]>> = {
  "how-to/asyncapi.md": [`more than ${grouped(mostPlaces)} places or ${mib(mostText)} through`],
  "how-to/batches.md": [
    `default ${batch?.withinMs} ms, at most 5 min`,
    `that holds a message for ${min(CONSUMER_TIMEOUT_MS)} min`,
  ],
  "how-to/catalogue.md": [
    `A payload shows ${grouped(MOST_PLACES)} places and ${DEEPEST} levels, a list of values ${LISTED}`,
    `A picture shows ${MOST_DRAWN} nodes`,
    `a payload of up to ${grouped(LONGEST_CODE)} characters`,
  ],
  "how-to/compare.md": [`because a message of ${mib(MAX_BODY_BYTES)}`],
  "how-to/consume.md": [
    `runs longer than \`handlerTimeout\` (${min(handlerTimeout)} minutes)`,
    `to a step of ${steps(second, minute)} seconds, minutes and so on`,
    `It pauses for ${breakerPauses}`,
    `waits for running handlers (${s(handlerWaitMs)})`,
    `${capitalized(words(breaker?.failures))} messages in a row that fail at their first attempt`,
    `RabbitMQ deletes ${words(min(instanceExpiresMs))} minutes after its consumer is gone`,
  ],
  "how-to/existing-systems.md": [
    `is tried again after ${delays.slice(0, -1).join(", ")} and ${delays.at(-1)}`,
  ],
  "how-to/nestjs.md": [`if there is none within ${s(START_TIMEOUT_MS)}`],
  "how-to/opentelemetry.md": [`\`handlerTimeout\` (${min(handlerTimeout)} minutes)`],
  "how-to/operating.md": [
    `reads at most ${grouped(mostListed())} messages of each queue`,
    `RabbitMQ 4 drops a message after ${deliveryLimit(1)} deliveries`,
    `(at most ${kib(STACK_BYTES)}`,
    `If more than ${grouped(MOST_WAITING)} messages are waiting`,
  ],
  "how-to/ordering.md": [`After ${min(CONSUMER_TIMEOUT_MS)} minutes (\`consumer_timeout\`)`],
  "how-to/publish.md": [
    `until the deadline (${s(PUBLISH_TIMEOUT_MS)})`,
    `${steps(second, minute)} seconds or minutes, and ${steps(hour, 25 * hour)} hours`,
  ],
  "how-to/routing.md": [`The whole key has at most ${LONGEST_KEY} bytes`],
  "how-to/testing.md": [`Calls time out after ${s(CALL_TIMEOUT_MS)} of real time`],
  "how-to/topology.md": [
    `(${possibleSteps({ delays: [], ownSteps: true }).length} steps, one queue per step and route)`,
  ],
  "how-to/troubleshooting.md": [
    `nothing answered within ${s(START_TIMEOUT_MS)}`,
    `a property over ${shortString} bytes`,
    `a body over ${mib(MAX_BODY_BYTES)}, headers over ${kib(MAX_HEADER_BYTES)}`,
    `for \`handlerTimeout\` (${min(handlerTimeout)} minutes)`,
    `an open breaker (${words(breaker?.failures)} failures in a row)`,
    `an encoding that is not supported, or over ${mib(MAX_BODY_BYTES)}`,
    `\`close\` waits up to ${s(handlerWaitMs)}`,
    `than \`close\` takes (${s(CLOSE_TIMEOUT_MS)})`,
  ],
  "tutorials/getting-started.md": [
    `Without a broker, \`connect\` fails after ${s(START_TIMEOUT_MS)}`,
    `${words(DEFAULT_RETRY.maxAttempts)} attempts it would have become a dead letter`,
  ],
  "reference/connecting.md": [
    `${capitalized(words(MANY))} open publishers of the same event version`,
    `cut to ${kib(STACK_BYTES)}`,
    `takes more than ${s(CREDENTIALS_TIMEOUT_MS)}, the attempt fails`,
    `with the last attempt's error | ${s(START_TIMEOUT_MS)} |`,
    `such as a blocked connection | ${s(START_TIMEOUT_MS)} |`,
    `| \`publisher.publish()\` | after its \`timeout\` | ${s(PUBLISH_TIMEOUT_MS)} |`,
    `still takes effect later | ${s(START_TIMEOUT_MS)} |`,
    `| \`publisher.close()\` | after its \`timeout\` | ${s(PUBLISHER_CLOSE_TIMEOUT_MS)} |`,
    `| \`consumer.close()\`, \`rabbit.close()\`, \`await using\` | after its \`timeout\` | ${s(CLOSE_TIMEOUT_MS)} |`,
    `of up to ${backoff(1, () => 1)} ms that doubles each time, at most ${s(longestPause)}`,
    `the pause is at most ${pauseAfterProvedLosses()} if a channel could be opened`,
    `that AMQP cannot carry: over ${shortString} bytes`,
    `the body is over ${mib(MAX_BODY_BYTES)}, or the headers over ${kib(MAX_HEADER_BYTES)}`,
  ],
  "reference/queues.md": [
    `| routing key, virtual host, service, event | ${shortString} bytes of UTF-8 |`,
    `| exchange | 127 characters and ${shortString} bytes |`,
    `| queue in \`contract.json\` | ${longestQueue} bytes |`,
    `| queue of \`rabbit.consumer\` | ${shortString} bytes with the longest`,
  ],
  "reference/schema-files.md": [
    `at most ${grouped(maxAliasValues)} values from aliases`,
    `at most ${mib(maxYamlBytes)} of it`,
    `upper and lower case included; at most ${shortString} bytes`,
    `no constant for a list of more than ${grouped(longestList)} values`,
  ],
  "reference/wire-format.md": [
    `decoded, up to ${mib(MAX_BODY_BYTES)}`,
    `nested over ${DEEPEST_HEADERS} levels`,
    `it does not fit (${kib(COPY_HEADER_BYTES)}, or`,
    `a text of at most ${kib(TEXT_BYTES)}`,
  ],
  "explanation/field-reports.md": [
    `with full jitter up to ${s(longestPause)}`,
    `The heartbeat (${HEARTBEAT_S} s)`,
    `silent for ${s(HANDSHAKE_IDLE_MS)}, and after ${s(HANDSHAKE_MS)} in any case`,
    `\`startTimeout\` (${s(START_TIMEOUT_MS)})`,
    `has a deadline (${s(PUBLISH_TIMEOUT_MS)} by default)`,
    `At most ${grouped(MAX_UNCONFIRMED)} messages or ${mib(MAX_UNCONFIRMED_BYTES)} are unconfirmed`,
    `Headers of a publish may have ${kib(MAX_HEADER_BYTES)}`,
    `drops a message after ${deliveryLimit(1)} deliveries`,
    `\`consumer_timeout\` (${min(CONSUMER_TIMEOUT_MS)} min)`,
    `A handler has ${min(handlerTimeout)} min by default`,
    `running handlers ${closing}`,
  ],
  "explanation/reliability.md": [
    `of ${HEARTBEAT_S} s, which is reopened when it is lost`,
    `| an event is over ${mib(MAX_BODY_BYTES)} |`,
    `until its deadline (${s(PUBLISH_TIMEOUT_MS)})`,
    `${words(breaker?.failures)} messages in a row fail at their first attempt`,
    `takes over ${min(handlerTimeout)} minutes`,
    `(\`delays\`, default ${delays.join(", ")})`,
    `the consumer pauses for ${breakerPauses}`,
    `waits for handlers ${closing}`,
  ],
};

/** As `npm run bench:runtime` measures it, whose table is on docs/explanation/performance.md. */
const comparison = ["with payloads of 2 KB and no validation"];
const readme = [`${grouped(readArguments([]).events)} events through resets and restarts`];

export const statedFigures: readonly StatedFigures[] = [
  ...readme.map((text) => ({ page: "README.md", text })),
  ...comparison.map((text) => ({ page: "docs/explanation/comparison.md", text })),
  ...Object.entries(byPage).flatMap(([page, texts]) => texts.map((text) => ({ page: `docs/${page}`, text }))),
];
