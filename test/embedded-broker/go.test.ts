import { beforeAll, test } from "vitest";
import { startEmbeddedBroker } from "../../src/embedded-broker/index.js";
import { exchangeWithGo, prepareGo } from "../interop/go-exchange.js";

beforeAll(prepareGo, 1_800_000);
test(
  "a Go program on amqp091-go and the SDK read each other's messages over it",
  ({ skip }) => exchangeWithGo(startEmbeddedBroker, skip),
  300_000,
);
