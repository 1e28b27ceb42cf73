import { afterEach, expect, test, vi } from "vitest";
import { ConfigurationError } from "../../runtime/errors/rabbit-error.js";
import { type Log, logEvent } from "../../runtime/observe/event-log.js";
import { type AnyRabbitEvent, EventHub, type RabbitEvents } from "../../runtime/observe/rabbit-events.js";

afterEach(() => vi.restoreAllMocks());

const node = { role: "consuming", vhost: "/svc-order", node: "rabbit:5672" } as const;
const cause = new Error("gateway down");
const delivery = { queue: "billing.paid", messageId: "m-1", attempt: 2, event: "order_paid", version: "v2" };

const events: RabbitEvents = {
  connected: { ...node, attempt: 1 },
  disconnected: { ...node, cause },
  reconnecting: { ...node, attempt: 3, delayMs: 399.60000000000002, cause },
  blocked: { ...node, reason: "low on memory" },
  unblocked: node,
  "publisher-lost": { exchange: "orders", cause },
  "consumer-lost": { queue: "billing.paid", cause },
  "consumer-recovered": { queue: "billing.paid" },
  "breaker-open": { queue: "billing.paid", pauseMs: 1_000.2, failures: 10, cause },
  "breaker-probing": { queue: "billing.paid" },
  "breaker-closed": { queue: "billing.paid" },
  retry: { ...delivery, delayMs: 999.9, cause },
  "dead-letter": {
    ...delivery,
    reason: "schema-violation",
    cause,
    failures: [{ path: "/total", keyword: "type", message: "must be integer" }],
  },
  duplicate: { queue: "billing.paid", messageId: "m-1", attempt: 1 },
  "copy-failed": { ...delivery, target: "billing.paid.dead", cause },
  "settle-lost": { ...delivery, version: undefined, total: 4 },
  warning: { code: "overflow-drops", queue: "billing.paid", message: "It drops messages." },
};

/** A log whose methods need their object, as those of many loggers do. */
class Lines implements Log {
  readonly lines: string[] = [];
  info(line: string): void {
    this.lines.push(`info ${line}`);
  }
  warn(line: string): void {
    this.lines.push(`warn ${line}`);
  }
  error(line: string): void {
    this.lines.push(`error ${line}`);
  }
}

test("each event is one line, at the level that an operator expects", () => {
  const log = new Lines();
  for (const [name, event] of Object.entries(events)) logEvent(log, { ...event, name } as AnyRabbitEvent);
  expect(log.lines).toEqual([
    "info rabbitgen: connected (consuming, virtual host /svc-order, rabbit:5672)",
    "warn rabbitgen: disconnected (consuming, virtual host /svc-order, rabbit:5672): gateway down",
    "warn rabbitgen: reconnecting (consuming, virtual host /svc-order, rabbit:5672) in 400 ms, attempt 3: gateway down",
    "warn rabbitgen: blocked by the broker (consuming, virtual host /svc-order, rabbit:5672): low on memory",
    "info rabbitgen: unblocked by the broker (consuming, virtual host /svc-order, rabbit:5672)",
    "warn rabbitgen: publisher of exchange orders lost its channel: gateway down",
    "warn rabbitgen: consumer of billing.paid receives nothing: gateway down",
    "info rabbitgen: consumer of billing.paid receives again",
    "warn rabbitgen: consumer of billing.paid pauses for 1000 ms after 10 failures: gateway down",
    "info rabbitgen: consumer of billing.paid tries one message",
    "info rabbitgen: consumer of billing.paid works again",
    "warn rabbitgen: retry in 1000 ms, queue billing.paid, order_paid v2 message m-1, attempt 2: gateway down",
    "error rabbitgen: dead letter (schema-violation), queue billing.paid, order_paid v2 message m-1, attempt 2: gateway down",
    "info rabbitgen: duplicate acknowledged, queue billing.paid, message m-1, attempt 1",
    "warn rabbitgen: copy to billing.paid.dead failed, queue billing.paid, order_paid v2 message m-1, attempt 2, retrying: gateway down",
    "warn rabbitgen: outcome lost with the channel, queue billing.paid, order_paid message m-1, attempt 2, the broker will redeliver",
    "warn rabbitgen: warning overflow-drops: It drops messages.",
  ]);
});

test("a text of a message or an error fakes no line and sends nothing to a terminal, and a long one is cut", () => {
  const log = new Lines();
  const hostile = "a\nerror rabbitgen: fake\r\u001b[2J\u0085\u2028b";
  logEvent(log, {
    ...events.retry,
    messageId: hostile,
    cause: new Error(hostile + "x".repeat(10_000)),
    name: "retry",
  });
  const [line = ""] = log.lines;
  expect(line).toContain("a\\u000aerror rabbitgen: fake\\u000d\\u001b[2J\\u0085\\u2028b");
  expect(line).not.toMatch(/[\p{Cc}\u2028]/u);
  expect(line.length).toBeLessThan(2_200);
});

test("onAny is called with each event and its name, until it is stopped", () => {
  const hub = new EventHub();
  const seen: AnyRabbitEvent[] = [];
  const stop = hub.onAny((event) => seen.push(event));
  hub.emit("duplicate", events.duplicate);
  hub.emit("warning", events.warning);
  stop();
  hub.emit("duplicate", events.duplicate);
  expect(seen).toEqual([
    { ...events.duplicate, name: "duplicate" },
    { ...events.warning, name: "warning" },
  ]);
  expect(() => hub.onAny("no" as never)).toThrow(ConfigurationError);
});

test("a log that throws hurts no other listener", () => {
  const warnings: string[] = [];
  vi.spyOn(process, "emitWarning").mockImplementation((text) => void warnings.push(String(text)));
  const hub = new EventHub();
  const seen: string[] = [];
  hub.onAny(() => {
    throw new Error("disk full");
  });
  hub.onAny(({ name }) => seen.push(name));
  hub.emit("duplicate", events.duplicate);
  expect(seen).toEqual(["duplicate"]);
  expect(warnings).toEqual(['a listener of "duplicate" threw: Error: disk full']);
});

test("a log whose method returns a promise that rejects causes a warning, and no unhandled rejection", async () => {
  const warnings: string[] = [];
  vi.spyOn(process, "emitWarning").mockImplementation((text) => void warnings.push(String(text)));
  const unhandled = vi.fn();
  process.once("unhandledRejection", unhandled);
  const fail = async (): Promise<void> => {
    throw new Error("disk full");
  };
  const hub = new EventHub();
  hub.onAny((event) => logEvent({ info: fail, warn: fail, error: fail }, event));
  hub.on("duplicate", fail);
  hub.emit("duplicate", events.duplicate);
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.off("unhandledRejection", unhandled);
  expect(unhandled).not.toHaveBeenCalled();
  expect(warnings).toEqual(Array(2).fill('a listener of "duplicate" threw: Error: disk full'));
});
