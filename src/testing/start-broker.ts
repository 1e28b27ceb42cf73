import type { EventVersion } from "../../runtime/contract/event-version.js";
import { parseDuration } from "../../runtime/options/known-options.js";
import type { AnyPublishOptions } from "../../runtime/publish/encode-message.js";
import { advanceableClock, startEmbeddedBroker, type VirtualHostView } from "../embedded-broker/index.js";
import { CALL_TIMEOUT_MS, untilIdle } from "./idle.js";
import { Journal } from "./journal.js";
import { PublishedEvents } from "./next-published.js";
import { printedBindings, printedQueues } from "./printed.js";
import { nextTurn } from "./real-time.js";
import { sendEvent } from "./send.js";
import type { RawMessage, StartBrokerOptions, TestBroker, TestVirtualHost } from "./test-broker.js";
import { testQueue } from "./test-queue.js";

/**
 * Starts a broker in this process, on a free port of the loopback interface. Call `close`, or declare it with `await
 * using`.
 */
export async function startBroker(options: StartBrokerOptions = {}): Promise<TestBroker> {
  const { service = "test", timeout = CALL_TIMEOUT_MS, observe, ...settings } = options;
  const clock = advanceableClock();
  const journal = new Journal();
  const events = new PublishedEvents(journal, timeout);
  const broker = await startEmbeddedBroker({
    ...settings,
    clock,
    observe(happening) {
      journal.observe(happening);
      observe?.(happening);
    },
  });
  let closed = false;
  const close = (): Promise<void> => {
    closed = true;
    events.end("the broker was closed");
    return broker.close();
  };
  const vhosts = (): readonly VirtualHostView[] =>
    [...new Set(["/", ...broker.vhosts()])].map((name) => broker.vhost(name));
  const vhost = (name: string): TestVirtualHost => {
    const view = broker.vhost(name);
    const next: TestVirtualHost["nextPublished"] = (version, wanted = {}) =>
      events.next(name, version, wanted, next);
    return {
      name,
      url: name === "/" ? broker.url : `${broker.url}/${encodeURIComponent(name)}`,
      published: (version) => events.published(name, version),
      publishedMessages: () => journal.in(name).map(({ message }) => message),
      nextPublished: next,
      queue: (queue) => testQueue(() => [view], queue),
      send: async (version, event, ...[given]) =>
        sendEvent(view, version, event, (given ?? {}) as AnyPublishOptions, service),
      sendRaw: async (message) => sendRaw(view, message),
      deleteExchange: (exchange) => view.deleteExchange(exchange),
      view: () => view,
    };
  };
  const hostOf = ({ vhost: name = "/" }: EventVersion): TestVirtualHost => vhost(name);
  const root = vhost("/");
  const hostWith = (has: (view: VirtualHostView) => boolean): TestVirtualHost =>
    vhost(vhosts().find(has)?.name ?? "/");
  const hasExchange =
    (exchange: string) =>
    (view: VirtualHostView): boolean =>
      view.exchanges().some(({ name }) => name === exchange);
  const nextPublished: TestBroker["nextPublished"] = (version, wanted = {}) =>
    events.next(version.vhost ?? "/", version, wanted, nextPublished);
  const idle: TestBroker["idle"] = (wanted = {}) => {
    const failure = new Error();
    Error.captureStackTrace(failure, idle);
    return untilIdle({ clock, vhosts, isClosed: () => closed }, { timeout, ...wanted }, failure);
  };
  const queue = (name: string) => testQueue(vhosts, name);
  return {
    ...root,
    port: broker.port,
    clock: {
      now: () => clock.now(),
      async advance(duration) {
        clock.advance(typeof duration === "number" ? duration : parseDuration(duration, "advance()"));
        await nextTurn();
      },
    },
    published: (version) => hostOf(version).published(version),
    publishedMessages: () => journal.all.map(({ message }) => message),
    nextPublished,
    queue,
    send: (version, event, ...given) => hostOf(version).send(version, event, ...given),
    sendRaw: (message) =>
      hostWith(
        "queue" in message
          ? (view) => view.queue(message.queue) !== undefined
          : hasExchange(message.exchange ?? ""),
      ).sendRaw(message),
    deleteExchange: (exchange) => hostWith(hasExchange(exchange)).deleteExchange(exchange),
    vhost,
    connections: () => broker.connections(),
    block: (reason) => broker.block(reason),
    unblock: () => broker.unblock(),
    dropConnections: (filter) => broker.dropConnections(filter),
    closeConnections: (reason, filter) => broker.closeConnections(reason, filter),
    refuseConfirms: (which) => broker.refuseConfirms(which),
    holdConfirms: () => broker.holdConfirms(),
    pauseReading: () => broker.pauseReading(),
    delayReplies: (ms) => broker.delayReplies(ms),
    cancelConsumers: (name) => queue(name).cancelConsumers(),
    deleteQueue: (name) => queue(name).delete(),
    idle,
    reset() {
      journal.forget();
      for (const host of vhosts()) for (const { name } of host.queues()) host.purge(name);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function sendRaw(vhost: VirtualHostView, message: RawMessage): readonly string[] {
  const target =
    "queue" in message ? { exchange: "", routingKey: message.queue } : { routingKey: message.routingKey };
  const { properties, body, exchange = "" } = message;
  const publish = { exchange, ...target, ...(properties === undefined ? {} : { properties }), body };
  const queues = vhost.publish(publish);
  if (queues.length > 0) return queues;
  const seen = publish.exchange === "" ? printedQueues(vhost) : printedBindings(vhost, publish.exchange);
  throw new Error(`No queue received the message with routing key "${publish.routingKey}".\n${seen}`);
}
