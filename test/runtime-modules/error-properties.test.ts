import { inspect } from "node:util";
import { expect, test } from "vitest";
import * as sdk from "../../runtime/index.js";

/** How to make an instance of each exported error class with the fewest details. */
const instances: Readonly<Record<string, () => Error>> = {
  RabbitError: () => new sdk.RabbitError("text"),
  ConfigurationError: () => new sdk.ConfigurationError("text"),
  ClosedError: () => new sdk.ClosedError("text"),
  BatchEndedError: () => new sdk.BatchEndedError("text"),
  AuthenticationError: () => new sdk.AuthenticationError("text"),
  VhostError: () => new sdk.VhostError("text", "/"),
  ConnectError: () => new sdk.ConnectError("text"),
  BrokerTimeoutError: () => new sdk.BrokerTimeoutError("text"),
  ChannelLimitError: () => new sdk.ChannelLimitError("text"),
  ResourceLimitError: () => new sdk.ResourceLimitError("text"),
  PermissionError: () =>
    new sdk.PermissionError("text", { kind: "queue", vhost: "/", permission: undefined }, undefined, {}),
  DeclarationRefusedError: () => new sdk.DeclarationRefusedError("text", undefined, {}),
  TopologyMismatchError: () =>
    new sdk.TopologyMismatchError("queue", "q", { argument: "a", requested: "1", existing: "2" }, undefined),
  TopologyMissingError: () => new sdk.TopologyMissingError("queue", "q", undefined),
  PublishError: () =>
    new (class extends sdk.PublishError {
      readonly certainty = "unknown";
    })("text"),
  InvalidEventError: () => new sdk.InvalidEventError("order_paid v1", [], 0),
  InvalidEventHeadersError: () => new sdk.InvalidEventHeadersError("order_paid v1", [], 0),
  ValidatorError: () => new sdk.ValidatorError("order_paid v1", undefined),
  InvalidHeaderError: () => new sdk.InvalidHeaderError("x-a", "is reserved"),
  RoutingKeyError: () => new sdk.RoutingKeyError("order_paid v1", "region", "has no value"),
  UnencodableMessageError: () => new sdk.UnencodableMessageError("text"),
  MessageTooLargeError: () => new sdk.MessageTooLargeError("body", 2, 1),
  PublishTimeoutError: () => new sdk.PublishTimeoutError("text"),
  UnroutableError: () => new sdk.UnroutableError("x", "k"),
  BrokerRefusedError: () => new sdk.BrokerRefusedError("text"),
  ExchangeMissingError: () => new sdk.ExchangeMissingError("text"),
  PublishUnknownError: () => new sdk.PublishUnknownError("text", "m-1"),
  Reject: () => new sdk.Reject("text"),
  Retry: () => new sdk.Retry("text"),
};

test("covers every exported error class", () => {
  const exported = Object.entries(sdk).filter(
    ([, value]) => typeof value === "function" && value.prototype instanceof Error,
  );
  expect(Object.keys(instances).sort()).toEqual(exported.map(([name]) => name).sort());
});

test.each(Object.entries(instances))("prints no property of %s that has no value", (_, make) => {
  const error = make();
  const own = Object.entries(Object.getOwnPropertyDescriptors(error));
  expect(own.filter(([, { value, get }]) => get === undefined && value === undefined)).toEqual([]);
  expect(inspect(error)).not.toMatch(/^ +\w+: undefined/m);
});

test("keeps the properties that have a value", () => {
  const details = { code: 404, entity: "q" };
  expect(Object.keys(new sdk.RabbitError("text", undefined, details))).toEqual(
    expect.arrayContaining(["code", "entity"]),
  );
  expect(new sdk.DeclarationRefusedError("text", undefined, { argument: "x-a" }).argument).toBe("x-a");
  const access = { kind: "queue", vhost: "/", permission: "read" } as const;
  expect(new sdk.PermissionError("text", access, undefined, {}).permission).toBe("read");
  expect(new sdk.Retry("text", { after: "1s" }).after).toBe(1_000);
});
