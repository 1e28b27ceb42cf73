import { connectTo } from "../../runtime/connect-to.js";
import type { EventVersion } from "../../runtime/contract/event-version.js";
import { toError } from "../../runtime/errors/amqplib-error.js";
import type { PublishOptions, RoutedPublishOptions } from "../../runtime/publish/publish-options.js";
import { wait } from "../../runtime/timing/waiting.js";
import type { BrokerAddress } from "./broker-connections.js";

/** What is published, and by whom. */
export interface PublicationPlan {
  readonly version: EventVersion;
  /** `app_id` of the messages. */
  readonly service: string;
  /** Further headers of each message. */
  readonly headers: Readonly<Record<string, string>>;
  /** Values of placeholders of the routing key that the payload does not have. */
  readonly routingKey: Readonly<Record<string, string>>;
}

/** Which messages, how many and how fast. */
export interface Load {
  /** Valid payloads; taken in turn. */
  readonly payloads: readonly unknown[];
  readonly count: number;
  /** Messages a second, at most; `undefined`: as fast as the broker confirms them. */
  readonly rate: number | undefined;
  /** Stops between two messages. */
  readonly signal: AbortSignal;
  readonly progress: (done: number, all: number) => void;
}

/** How it ended. */
export interface PublishedAll {
  readonly confirmed: number;
  /** Of the first messages that were confirmed. */
  readonly ids: readonly string[];
  /** What the first message that failed failed with; none is published after it. */
  readonly failure: Error | undefined;
}

/** Messages that the broker has not answered yet, at most. */
const MOST_OPEN = 200;
/** Milliseconds for the first connection: a user is waiting. */
const START_MS = 10_000;
/** Ids that are reported. */
const MOST_IDS = 1_000;

/**
 * Publishes by the SDK's own publisher, so that each message is what a service would send. Declares nothing: an exchange
 * that is missing is an error.
 */
export async function publishAll(
  { url, vhosts }: BrokerAddress,
  { version, service, headers, routingKey }: PublicationPlan,
  load: Load,
): Promise<PublishedAll> {
  const { vhost } = version;
  const settings = { publishes: [version.event], consumes: {}, ...(vhost === undefined ? {} : { vhost }) };
  const contract = { services: { [service]: settings } };
  const rabbit = await connectTo(contract, {
    url,
    service,
    vhosts: Object.fromEntries(vhosts),
    declare: "check",
    startTimeout: START_MS,
    connections: "single",
  });
  try {
    const publisher = await rabbit.publisher(version);
    const options: PublishOptions & Partial<RoutedPublishOptions> = {
      ...(Object.keys(headers).length === 0 ? {} : { headers }),
      ...(Object.keys(routingKey).length === 0 ? {} : { routingKey }),
    };
    return await publishEach(load, (payload) => publisher.publish(payload, options));
  } finally {
    await rabbit.close({ timeout: 10_000 });
  }
}

async function publishEach(
  { payloads, count, rate, signal, progress }: Load,
  publish: (payload: unknown) => Promise<{ readonly messageId: string }>,
): Promise<PublishedAll> {
  const start = performance.now();
  const open = new Set<Promise<void>>();
  const ids: string[] = [];
  let [confirmed, failure] = [0, undefined as Error | undefined];
  for (let index = 0; index < count && !signal.aborted && failure === undefined; index += 1) {
    const due = rate === undefined ? 0 : start + (index * 1_000) / rate - performance.now();
    if (due > 0) await wait(due, signal);
    if (signal.aborted) break;
    const sent = publish(payloads[index % payloads.length]).then(
      ({ messageId }) => {
        confirmed += 1;
        if (ids.length < MOST_IDS) ids.push(messageId);
        progress(confirmed, count);
      },
      (error: unknown) => {
        failure ??= toError(error);
      },
    );
    open.add(sent);
    void sent.then(() => open.delete(sent));
    if (open.size >= MOST_OPEN) await Promise.race(open);
  }
  await Promise.all(open);
  return { confirmed, ids, failure };
}
