import { expect, test } from "vitest";
import { connectFailure } from "../../runtime/connection/connect-failure.js";
import { endpoint } from "../../runtime/connection/endpoint.js";
import type { RabbitError } from "../../runtime/index.js";
import { UnroutableError, VhostError } from "../../runtime/index.js";
import { topologyError } from "../../runtime/topology/topology-error.js";

/** An error of amqplib with the broker's text. */
function refused(code: number, text: string): RabbitError {
  const message = `Operation failed: QueueDeclare; ${code} (ERROR) with message "${text}"`;
  return topologyError(Object.assign(new Error(message), { code })) as RabbitError;
}

/** Texts of RabbitMQ 3.10 and 4.0. */
const refusals: readonly (readonly [code: number, text: string])[] = [
  [406, "PRECONDITION_FAILED - invalid arg 'x-max-length' for queue 'q' in vhost '/': {value_negative,-1}"],
  [406, "PRECONDITION_FAILED - invalid arg 'x-own' for queue 'q' in vhost '/'"],
  [
    406,
    "PRECONDITION_FAILED - cannot declare queue 'q' in vhost '/': queue limit in vhost '/' (0) is reached",
  ],
  [404, "NOT_FOUND - no queue 'q' in vhost '/'"],
  [404, "NOT_FOUND - queue 'q' in vhost '/' process is stopped by supervisor"],
  [403, "ACCESS_REFUSED - access to queue 'q' in vhost '/' refused for user 'u'"],
  [403, "ACCESS_REFUSED - queue name 'amq.q' contains reserved prefix 'amq.*'"],
  [405, "RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'q' in vhost '/'"],
];

test.each(refusals)("says what is wrong and what to do once each, for %d %s", (code, text) => {
  const { message, advice } = refused(code, text);
  expect(message).not.toContain(advice);
  expect(advice.length).toBeGreaterThan(20);
});

test("says of an argument that RabbitMQ refuses what it takes", () => {
  const [[code, text] = [0, ""]] = refusals;
  expect(refused(code, text)).toMatchObject({
    name: "DeclarationRefusedError",
    entity: "q",
    argument: "x-max-length",
    advice: expect.stringMatching(
      /^x-max-length must be a whole number from 0, and applies to a classic or quorum queue/,
    ),
  });
});

test("does not advise to change arguments where a queue is missing, or has no process", () => {
  const missing = refused(404, "NOT_FOUND - no queue 'q' in vhost '/'");
  expect(missing).toMatchObject({ name: "TopologyMissingError", kind: "queue", entity: "q", code: 404 });
  expect(missing.advice).toMatch(/declare it before this service starts.*remove declare: "check"/);
  const stopped = refused(
    404,
    "NOT_FOUND - home node 'rabbit@b' of durable queue 'q' in vhost '/' is down or inaccessible",
  );
  expect(stopped).toMatchObject({ name: "DeclarationRefusedError", entity: "q", code: 404 });
  for (const { advice } of [missing, stopped]) expect(advice).not.toMatch(/argument/);
  expect(stopped.advice).toMatch(/restart its node/);
});

test("reads names with quotes inside", () => {
  const entity = "it's a 'queue'";
  for (const [code, text] of refusals.slice(0, 6)) {
    const quoted = text.replace("queue 'q' in", `queue '${entity}' in`);
    expect(refused(code, quoted), quoted).toMatchObject({ entity, name: refused(code, text).name });
  }
  expect(
    refused(
      406,
      `PRECONDITION_FAILED - inequivalent arg 'durable' for queue '${entity}' in vhost '/': received 'true' but current is 'false'`,
    ),
  ).toMatchObject({ name: "TopologyMismatchError", entity, argument: "durable" });
});

test("does not repeat what to do with an event that no queue takes", () => {
  const { message, advice } = new UnroutableError("x", "k");
  expect(advice).toContain("start a consumer");
  expect(message).not.toContain(advice);
});

test("does not guess why the broker closed a connection whose reason cannot be read", () => {
  const node = endpoint("amqps://h/v", undefined, 10);
  const failed = (text: string) => connectFailure(new Error(text), node).error;
  const unread = failed("Expected ConnectionOpenOk; got <ConnectionClose channel:0>");
  expect(unread).toBeInstanceOf(VhostError);
  expect(unread.message).toMatch(/cannot be read .*does not exist.*has no access.*connection limit/);
  expect(unread.advice).toMatch(/broker's log.*list_vhosts.*list_permissions.*list_vhost_limits/);
  expect(unread.advice).not.toMatch(/add_vhost|set_permissions/);
  const read = (text: string) => connectFailure(Object.assign(new Error(text), { code: 530 }), node).error;
  expect(read("NOT_ALLOWED - vhost v not found")).toMatchObject({
    message: 'virtual host "v" does not exist on h:5671',
    advice: VhostError.advice,
  });
});
