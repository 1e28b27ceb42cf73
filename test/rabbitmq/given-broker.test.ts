import { inspect } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { BrokerError } from "../../rabbitmq/broker-error.js";
import { findBroker } from "../../rabbitmq/find-broker.js";
import { givenBroker } from "../../rabbitmq/given-broker.js";
import { type EmbeddedBroker, startEmbeddedBroker } from "../../src/embedded-broker/index.js";

const password = "Zm9vYmFy";
let node: EmbeddedBroker;
let host: string;

beforeAll(async () => {
  node = await startEmbeddedBroker({ users: { guest: "guest", team: password } });
  host = new URL(node.url).host;
});
afterAll(() => node.close());
afterEach(() => vi.unstubAllEnvs());

describe("the broker of AMQP_URL", () => {
  test("comes before all other ways, is not ours to change, and does not show its password", async () => {
    vi.stubEnv("AMQP_URL", `amqp://team:${password}@${host}`);
    const broker = await findBroker();
    expect(broker).toMatchObject({ origin: "AMQP_URL", version: node.version });
    expect(broker.url).toContain(password);
    expect(inspect(broker)).not.toContain(password);
    for (const verb of ["start", "stop", "kill", "restart", "ctl"] as const) {
      const error = await broker[verb]().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(BrokerError);
      expect(inspect(error)).toMatch(/AMQP_URL/);
      expect(inspect(error)).not.toContain(password);
    }
    await broker.dispose();
    expect((await givenBroker(node.url))?.version).toBe(node.version); // it goes on
  });

  test.each([
    ["cannot be reached", `amqp://team:${password}@127.0.0.1:1`, /127\.0\.0\.1:1\).*ECONNREFUSED/],
    ["is no URL", `amqp//team:${password}@[`, /is not a URL/],
    ["has a slash in its password", `amqp://team:12/${password}@127.0.0.1`, /is not a URL/],
    ["has an @ in its password", `amqp://team:${password}@${password}@127.0.0.1:1`, /ECONNREFUSED/],
  ])("rejects without the password when it %s", async (_, url, message) => {
    await expectRefusal(url, message);
  });

  test("rejects without the password when the broker refuses it", async () => {
    await expectRefusal(`amqp://guest:${password}@${host}/?token=${password}`, /ACCESS.REFUSED/);
  });
});

async function expectRefusal(url: string, message: RegExp): Promise<void> {
  vi.stubEnv("AMQP_URL", url);
  const error = await findBroker().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(BrokerError);
  expect(String(error)).toMatch(message);
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(password);
}
