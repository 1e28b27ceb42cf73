import { expect, it } from "vitest";
import type { Broker } from "../../broker/broker.js";
import { BrokerError } from "../../broker/broker-error.js";
import { findBroker, ways } from "../../broker/find-broker.js";

const broker = { url: "amqp://127.0.0.1:1" } as Broker;
const closed = ways.map(({ advice }) => ({ advice, open: async () => undefined }));

it("lists every way when none is open", async () => {
  const error = await findBroker({ ways: closed }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(BrokerError);
  expect(String(error)).toMatch(/AMQP_URL.*rabbitmq-server.*Docker.*root on Debian or Ubuntu/s);
});

it("takes the first open way and does not ask those after it", async () => {
  const asked: string[] = [];
  const way = (advice: string, found: Broker | undefined) => ({
    advice,
    open: async () => {
      asked.push(advice);
      return found;
    },
  });
  const found = await findBroker({ ways: [way("a", undefined), way("b", broker), way("c", broker)] });
  expect(found).toBe(broker);
  expect(asked).toEqual(["a", "b"]);
});

it("rejects when an open way fails instead of quietly taking another", async () => {
  const fails = { advice: "a", open: () => Promise.reject(new BrokerError("wrong password")) };
  await expect(findBroker({ ways: [fails, { advice: "b", open: async () => broker }] })).rejects.toThrow(
    "wrong password",
  );
});
