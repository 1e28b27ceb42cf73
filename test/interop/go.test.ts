// @module-tag rabbitmq
import { beforeAll, test } from "vitest";
import { findBroker } from "../../rabbitmq/find-broker.js";
import { exchangeWithGo, prepareGo } from "./go-exchange.js";

beforeAll(prepareGo, 1_800_000);
test(
  "The Go program consumes what the SDK published and publishes what the SDK consumes",
  ({ skip }) => exchangeWithGo(findBroker, skip),
  300_000,
);
