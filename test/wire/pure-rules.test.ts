import { Buffer } from "node:buffer";
import type { Message } from "amqplib";
import { describe, expect, test, vi } from "vitest";
import { endpoint } from "../../runtime/connection/endpoint.js";
import { consumerPlan } from "../../runtime/consume/consumer-plan.js";
import { checkHandlers } from "../../runtime/consume/event-consumer.js";
import { EventHub } from "../../runtime/observe/rabbit-events.js";
import { parseDuration } from "../../runtime/options/known-options.js";
import { checkHeaders } from "../../runtime/publish/encode-message.js";
import { copyProperties } from "../../runtime/retry/copy-properties.js";
import { deadLetterHeaders } from "../../runtime/retry/dead-letter-headers.js";
import { failurePolicy, Reject, Retry, type RetryPlan } from "../../runtime/retry/retry.js";
import { backoff } from "../../runtime/timing/waiting.js";
import { retryStep } from "../../runtime/topology/queue-topology.js";
import { topologyError } from "../../runtime/topology/topology-error.js";
import { encodeEvent, stripEnvelope } from "../../runtime/wire/body.js";
import { decodeMessage } from "../../runtime/wire/decode-message.js";
import { attemptOf, unansweredOf } from "../../runtime/wire/message-origin.js";
import { type OrderPaid, orderFamily, orderVersion } from "../support/order-family.js";

describe("durations", () => {
  test.each([
    ["250ms", 250],
    ["10s", 10_000],
    ["5m", 300_000],
    ["1h", 3_600_000],
    [1_500, 1_500],
    ["24h", 86_400_000],
  ])("%s is %d ms", (text, ms) => expect(parseDuration(text)).toBe(ms));
  test.each(["", "10", "1.5s", "-1s", "10 s", "1d", "25h", -1, 1.5, Number.NaN, "__proto__"])(
    "%s is refused",
    (text) => expect(() => parseDuration(text)).toThrow("not a duration"),
  );
});

test("backs off with full jitter from 100 ms to 30 s", () => {
  const longest = (failures: number) => backoff(failures, () => 0.999999);
  expect([1, 2, 3, 9, 10, 1_000].map(longest)).toEqual([99, 199, 399, 25_599, 29_999, 29_999]);
  expect(backoff(5, () => 0)).toBe(0);
});

describe("the body envelope", () => {
  const anything = (value: unknown) => ({ valid: true, value: value as OrderPaid }) as const;
  const version = { ...orderVersion("order_paid", "v1", { envelope: "body" }), writer: anything };
  test("starts with version and event, whatever the payload's members are called", () => {
    expect(encodeEvent(version, JSON.parse('{"0":1,"orderId":"o","__proto__":{"a":1}}')).toString()).toBe(
      '{"version":"v1","event":"order_paid","0":1,"orderId":"o","__proto__":{"a":1}}',
    );
    expect(encodeEvent(version, {}).toString()).toBe('{"version":"v1","event":"order_paid"}');
  });
  test("is taken off without running a setter of a member called __proto__", () => {
    const payload = stripEnvelope(
      JSON.parse('{"version":"v1","event":"e","__proto__":{"polluted":true},"a":1}'),
    );
    expect(Object.keys(payload as object)).toEqual(["__proto__", "a"]);
    expect(Object.getPrototypeOf(payload)).toBe(Object.prototype);
    expect("polluted" in (payload as object)).toBe(false);
    expect("polluted" in {}).toBe(false);
  });
  test("refuses a body over 16 MiB", () => {
    expect(() => encodeEvent(version, { orderId: "x".repeat(16 * 1024 * 1024) })).toThrow(
      /the message's body is \d+ bytes; the limit is/,
    );
  });
});

describe("a publisher's own headers", () => {
  test.each([
    ["n", 1],
    ["x-delay", "1"],
    ["X-Death", "1"],
    ["rabbitgen-attempt", "9"],
    ["Content-Type", "text/plain"],
    ["CC", "queue"],
    ["BCC", "queue"],
    ["", "1"],
    ["n".repeat(256), "1"],
  ])("%s is refused", (name, value) => expect(() => checkHeaders({ [name]: value })).toThrow(/^header/));
  test("take at most 32 KiB", () => {
    expect(() => checkHeaders({ trace: "x".repeat(32 * 1024 - 20) })).not.toThrow();
    expect(() => checkHeaders({ trace: "x".repeat(32 * 1024) })).toThrow(
      /the message's headers is \d+ bytes; the limit is/,
    );
  });
});

describe("what becomes of a failed attempt", () => {
  const plan: RetryPlan = {
    strategy: "delay",
    delays: [1_000, 10_000],
    maxAttempts: 4,
    ownSteps: true,
    longestHold: 1_440_000,
  };
  test("waits the configured delays, the last one again and again, until the attempts are used up", () => {
    const decide = (attempt: number) => failurePolicy(undefined, attempt, plan);
    expect([1, 2, 3].map(decide)).toEqual(
      [1_000, 10_000, 10_000].map((delayMs) => ({ kind: "delay", delayMs })),
    );
    expect(decide(4)).toEqual({ kind: "dead-letter", reason: "attempts-exhausted" });
  });
  test("is final for Reject", () =>
    expect(failurePolicy(new Reject("no"), 1, plan)).toEqual({ kind: "dead-letter", reason: "rejected" }));
  test("rounds a handler's own delay up to a step", () => {
    const decide = (after: string | number) => failurePolicy(new Retry("later", { after }), 1, plan);
    expect(decide("10s")).toEqual({ kind: "delay", delayMs: 10_000 });
    expect(decide("11s")).toEqual({ kind: "delay", delayMs: 20_000 });
    expect(retryStep(1, { delays: [5], ownSteps: true })).toBe(1_000);
    expect(retryStep(86_400_000, { delays: [5], ownSteps: true })).toBe(86_400_000);
    expect(retryStep(1_500, { delays: [1_500], ownSteps: true })).toBe(1_500);
  });
  test("rounds it to a configured delay where no further queue may be declared", () => {
    const steps = { delays: [10_000, 1_000], ownSteps: false };
    expect([1, 1_000, 2_000, 99_000].map((wanted) => retryStep(wanted, steps))).toEqual([
      1_000, 1_000, 10_000, 10_000,
    ]);
  });
  test("holds a message no longer than the broker lets it", () =>
    expect(failurePolicy(new Retry("later", { after: "12h" }), 1, { ...plan, strategy: "hold" })).toEqual({
      kind: "hold",
      delayMs: 1_440_000,
    }));
  test("takes the Retry and Reject of another SDK in the same process for its own", async () => {
    vi.resetModules();
    const other = await import("../../runtime/index.js");
    expect(other.Reject).not.toBe(Reject);
    expect(failurePolicy(new other.Reject("no"), 1, plan)).toMatchObject({ reason: "rejected" });
    expect(failurePolicy(new other.Retry("later", { after: "10s" }), 2, plan)).toMatchObject({
      delayMs: 10_000,
    });
    expect(failurePolicy(new other.Retry("later", { after: "1s" }), 2, plan)).toMatchObject({
      delayMs: 1_000,
    });
  });
  test("is a dead letter at once with strategy none", () =>
    expect(failurePolicy(new Error("x"), 1, { ...plan, strategy: "none" })).toEqual({
      kind: "dead-letter",
      reason: "attempts-exhausted",
    }));
});

const foreign = (headers: Record<string, unknown>, properties: object = {}): Message =>
  ({
    content: Buffer.from("{}"),
    fields: { exchange: "events", routingKey: "order.paid", deliveryTag: 1, redelivered: false },
    properties: { headers, ...properties },
  }) as unknown as Message;

describe("the attempt of a delivery", () => {
  const limits = { queue: "q", maxAttempts: 5, counted: true };
  const id = "m-1";
  const counted = { "rabbitgen-attempt": "3", "rabbitgen-attempt-of": `q ${id}` };
  const retried = { ...counted, "x-death": [{ queue: "q.retry.1000", reason: "expired", count: 1 }] };
  const delivery = (headers: object, fields: object = {}, messageId: string = id): Message => ({
    ...foreign({ ...headers }, { messageId }),
    fields: {
      exchange: "",
      routingKey: "q",
      deliveryTag: 1,
      redelivered: false,
      consumerTag: "t",
      ...fields,
    },
  });
  const attempt = (...message: Parameters<typeof delivery>): number =>
    attemptOf(delivery(...message), limits);

  test("is that of the copy which came out of a retry queue", () => expect(attempt(retried)).toBe(3));
  test("goes up with the deliveries that a quorum queue counts", () => {
    expect(attempt({ ...retried, "x-delivery-count": 2 }, { redelivered: true })).toBe(5);
    expect(attempt({ "x-delivery-count": 2 }, { redelivered: true })).toBe(3);
  });
  const forged: [what: string, headers: object, fields?: object, messageId?: string][] = [
    ["an exchange", retried, { exchange: "events", routingKey: "order.paid" }],
    ["an exchange, with the queue's name as routing key", retried, { exchange: "events" }],
    ["the default exchange, without x-death", counted],
    [
      "another queue's retry queue",
      { ...retried, "x-death": [{ queue: "p.retry.1000", reason: "expired" }] },
    ],
    ["a queue of a similar name", { ...retried, "x-death": [{ queue: "q.retry", reason: "expired" }] }],
    [
      "a retry queue, rejected there",
      { ...retried, "x-death": [{ queue: "q.retry.1", reason: "rejected" }] },
    ],
    ["an x-death that is no list", { ...retried, "x-death": "q.retry.1000" }],
    ["an x-death of nothing", { ...retried, "x-death": [null] }],
    [
      "an x-death of inherited members",
      { ...retried, "x-death": [Object.create(retried["x-death"][0] ?? null)] },
    ],
    ["a count for another message", retried, {}, "m-2"],
    ["a count for another queue", { ...retried, "rabbitgen-attempt-of": `p ${id}` }],
    ["a count for nobody", { ...retried, "rabbitgen-attempt-of": undefined }],
    ["a negative count", { ...retried, "rabbitgen-attempt": "-7" }],
    ["a count that is none", { ...retried, "rabbitgen-attempt": [3] }],
  ];
  test.each(forged)("is the first with %s", (_, headers, fields, messageId) =>
    expect(attempt(headers, fields, messageId)).toBe(1),
  );
  test("is never over the last by our header alone, so that the handler sees the message", () =>
    expect(attempt({ ...retried, "rabbitgen-attempt": "51" })).toBe(5));
  test("ignores a count of deliveries that the broker did not make", () => {
    expect(attempt({ "x-delivery-count": 50 })).toBe(1);
    const classic = delivery({ "x-delivery-count": 50 }, { redelivered: true });
    expect(attemptOf(classic, { ...limits, counted: false })).toBe(1);
    expect(unansweredOf(classic, { ...limits, counted: false })).toBe(1);
    expect(unansweredOf(delivery({ "x-delivery-count": 50 }), limits)).toBe(0);
    expect(attempt({ "x-delivery-count": "x" }, { redelivered: true })).toBe(1);
  });
});

describe("the properties of a copy", () => {
  test("keep everything but what would hurt it, which becomes headers of ours", () => {
    const message = foreign(
      {
        "x-death": [{ count: 1 }],
        "x-delivery-count": 3,
        "x-request-id": "r-1",
        CC: ["other"],
        BCC: ["b"],
        n: 7,
      },
      {
        messageId: "m-1",
        userId: "somebody",
        expiration: "1000",
        priority: 3,
        type: "t",
        correlationId: "c",
      },
    );
    expect(copyProperties(message, { "rabbitgen-attempt": "2" })).toEqual({
      mandatory: true,
      messageId: "m-1",
      priority: 3,
      type: "t",
      correlationId: "c",
      persistent: true,
      headers: {
        "rabbitgen-exchange": "events",
        "rabbitgen-routing-key": "order.paid",
        "rabbitgen-user-id": "somebody",
        "rabbitgen-expiration": "1000",
        "rabbitgen-cc": '["other"]',
        "rabbitgen-bcc": '["b"]',
        "rabbitgen-attempt": "2",
        "x-request-id": "r-1",
        n: 7,
      },
    });
  });
  test("make a message id where there is none", () =>
    expect(copyProperties(foreign({}), {}).messageId).toMatch(/^[0-9a-f-]{36}$/));
  test("drop headers that do not fit, and say which", () => {
    const { headers } = copyProperties(foreign({ big: "x".repeat(60_000), small: "1" }), {});
    expect(headers).toMatchObject({ small: "1", "rabbitgen-dropped-headers": '["big"]' });
    expect(headers).not.toHaveProperty("big");
  });
});

test("keeps the headers of a dead letter within 32 KiB, its schema errors whole JSON, and no character cut in half", () => {
  const failures = Array.from({ length: 5_000 }, (_, index) => ({
    path: `/${index}`,
    keyword: "type",
    message: "ä".repeat(2_000),
  }));
  const letter = { reason: "schema-violation", attempt: 1, queue: "q", service: "s", failures } as const;
  const headers = deadLetterHeaders({ ...letter, error: new Error("ä".repeat(100_000)) }, new Date(0));
  const bytes = Object.entries(headers).reduce(
    (sum, entry) => sum + Buffer.byteLength(entry.join("")) + 6,
    0,
  );
  expect(bytes).toBeLessThan(32 * 1024);
  expect(JSON.parse(headers["rabbitgen-errors"] ?? "")[0]).toMatchObject({ path: "/0", keyword: "type" });
  expect(headers["rabbitgen-error-message"]).toMatch(/^ä+…$/);
  expect(headers["rabbitgen-time"]).toBe("1970-01-01T00:00:00.000Z");
});

describe("a URL", () => {
  test("gives host, port, virtual host and decoded credentials", () => {
    const { node, vhost, target } = endpoint("amqp://us%40er:p%2Fw@[::1]:5673/a%2Fb", undefined, 10);
    expect({ node, vhost }).toEqual({ node: "::1:5673", vhost: "a/b" });
    expect(target).toMatchObject({
      hostname: "::1",
      port: 5673,
      username: "us@er",
      password: "p/w",
      vhost: "a%2Fb",
      heartbeat: 10,
    });
  });
  test("means / without a path, and gives way to the contract's virtual host", () => {
    expect(endpoint("amqps://h", undefined, 10)).toMatchObject({ node: "h:5671", vhost: "/" });
    expect(endpoint("amqp://h/path", "/svc-order", 10)).toMatchObject({
      vhost: "/svc-order",
      target: { vhost: "%2Fsvc-order" },
    });
  });
  test.each(["http://u:hunter2@h", "amqp://u:hunter2@", "amqp://u:hunter2%zz@h", "hunter2"])(
    "is refused without repeating it: %s",
    (url) => {
      const error: unknown = (() => {
        try {
          return endpoint(url, undefined, 10);
        } catch (thrown) {
          return thrown;
        }
      })();
      expect(String(error)).toContain("url is not of the form");
      expect(
        JSON.stringify([String(error), Object.values(error as object), (error as Error).cause]),
      ).not.toContain("hunter2");
    },
  );
});

describe("a consumer's plan", () => {
  const family = orderFamily();
  test("says what to do when no queue is known", () =>
    expect(() => consumerPlan([family], {}, {})).toThrow(/pass \{ queue: .* or set it in contract.json/));
  test("takes contract.json's settings, and the call's over those", () => {
    const consumes = {
      [family.event]: { prefetch: 7, queue: { name: "from-contract" }, retry: { maxAttempts: 9 } },
    };
    expect(consumerPlan([family], {}, consumes)).toMatchObject({
      prefetch: 7,
      queue: { name: "from-contract" },
      retry: { maxAttempts: 9 },
    });
    const undefinedOnes = { queue: undefined, prefetch: undefined, retry: { maxAttempts: undefined } };
    expect(consumerPlan([family], undefinedOnes, consumes)).toMatchObject({
      prefetch: 7,
      queue: { name: "from-contract" },
      retry: { maxAttempts: 9 },
    });
    expect(consumerPlan([family], { queue: "mine", prefetch: 2 }, consumes)).toMatchObject({
      prefetch: 2,
      queue: { name: "mine" },
    });
  });
  test("asks for a quorum queue where deliveries must be counted", () =>
    expect(() =>
      consumerPlan([family], { queue: { name: "q", type: "classic" }, retry: { strategy: "requeue" } }, {}),
    ).toThrow(/quorum/));
  test("gives an instance's queue an end of its own, and the dead letters of all instances one queue", () => {
    const { queue, deadLetters } = consumerPlan([family], { queue: { name: "q", perInstance: true } }, {});
    expect(queue.name).toMatch(/^q\.instance\./);
    expect(queue.arguments).toMatchObject({
      "x-expires": 300_000,
      "x-dead-letter-exchange": "",
      "x-dead-letter-routing-key": "q.dead",
    });
    expect(deadLetters.name).toBe("q.dead");
  });
  test("declares a quorum queue whose own limit is above the attempts", () => {
    const plan = consumerPlan([family], { queue: "q", retry: { strategy: "hold", maxAttempts: 15 } }, {});
    expect(plan.queue.arguments).toMatchObject({
      "x-queue-type": "quorum",
      "x-delivery-limit": 30,
      "x-dead-letter-routing-key": "q.dead",
    });
  });
});

test("reads the broker's 406 as queue, argument and both values", () => {
  const text =
    "Operation failed: QueueDeclare; 406 (PRECONDITION-FAILED) with message \"PRECONDITION_FAILED - inequivalent arg 'x-queue-type' for " +
    "queue 'q' in vhost '/': received the value 'quorum' of type 'longstr' but current is none\"";
  expect(topologyError(new Error(text))).toMatchObject({
    kind: "queue",
    entity: "q",
    argument: "x-queue-type",
    requested: "'quorum'",
    existing: "none",
  });
});

test("does not read a body over 16 MiB", () => {
  const content = Buffer.alloc(16 * 1024 * 1024 + 1, " ");
  content.write('{"orderId":"o"}');
  const message = { ...foreign({ "content-type": "application/json; version=v1" }), content };
  expect(decodeMessage(message, [orderFamily()])).toMatchObject({
    kind: "dead-letter",
    reason: "undecodable",
  });
});

test("survives a listener that throws, and calls the others", () => {
  const hub = new EventHub();
  const seen: string[] = [];
  const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  hub.on("consumer-recovered", () => {
    throw new Error("listener");
  });
  const stop = hub.on("consumer-recovered", ({ queue }) => seen.push(queue));
  hub.emit("consumer-recovered", { queue: "q" });
  stop();
  hub.emit("consumer-recovered", { queue: "r" });
  expect(seen).toEqual(["q"]);
  expect(warn).toHaveBeenCalledTimes(2);
});

test("refuses handlers that miss a version, for callers without a compiler", () => {
  const family = orderFamily();
  const table = { [family.event]: { v1: () => {} } };
  expect(() => checkHandlers([family], table)).toThrow(`handlers has no entry for ${family.event} v2`);
});
