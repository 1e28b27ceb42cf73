import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkQueueArguments, expectation } from "../../src/contract/check-queue-arguments.js";
import { loadContract } from "../../src/contract/load-contract.js";
import { queueArguments } from "../../src/contract/queue-arguments.js";
import { texts } from "../support/load.js";
import { repository } from "../support/repository.js";

type Value = string | number | boolean | null;

const { sources } = await loadContract(texts({ "contract.json": {}, "paid/v1.json": { type: "object" } }));
const source = sources.get("contract.json");

/** What is said of a queue with one argument, each as `severity rule: message help`. */
function said(name: string, value: Value, type?: "quorum" | "classic", declare?: "check"): string[] {
  if (source === undefined) throw new Error("contract.json is missing");
  const queue = {
    name: "billing",
    ...(type && { type }),
    ...(declare && { declare }),
    arguments: { [name]: value },
  };
  return checkQueueArguments({ queue }, "/consumption", source).map(
    ({ severity, rule, message, help, pointer }) => {
      expect(pointer).toBe(`/consumption/queue/arguments/${name}`);
      return `${severity} ${rule}: ${message} ${help ?? ""}`;
    },
  );
}

function rules(...question: Parameters<typeof said>): string[] {
  return said(...question).map((line) => line.split(":")[0] ?? "");
}

const invalid = ["error queue-argument-invalid"];
const ignored = ["warning queue-argument-ignored"];
const unknown = ["warning queue-argument-unknown"];

describe("an argument with a whole number", () => {
  const counts = [
    "x-max-length",
    "x-max-length-bytes",
    "x-message-ttl",
    "x-expires",
    "x-quorum-initial-group-size",
  ];
  test.each(counts)("%s takes no string, no boolean and nothing below 0", (name) => {
    expect(rules(name, 1)).toEqual([]);
    for (const value of [-1, "1", "", "many", true, 1e20])
      expect(rules(name, value), String(value)).toEqual(invalid);
  });

  test("may be 0 where that means something", () => {
    const takes: string[] = [];
    for (const name of counts) if (rules(name, 0).length === 0) takes.push(name);
    expect(takes).toEqual(["x-max-length", "x-max-length-bytes", "x-message-ttl"]);
  });

  test.each([
    ["x-message-ttl", 315_360_000_000, undefined],
    ["x-expires", 315_360_000_000, undefined],
    ["x-max-priority", 255, "classic"],
  ] as const)("%s has a largest value", (name, most, type) => {
    expect(rules(name, most, type)).toEqual([]);
    expect(rules(name, most + 1, type)).toEqual(invalid);
  });

  test("is reported with the number, when it is a string", () => {
    const [limit] = said("x-max-length", "1000");
    expect(limit).toBe(
      'error queue-argument-invalid: RabbitMQ refuses "x-max-length" with the string "1000": it must be a whole number from 0. Use 1000, without quotes.',
    );
    expect(said("x-message-ttl", "60s")[0]).toMatch(/Use 60000, without quotes\.$/);
    expect(said("x-max-length", "60s")[0]).toMatch(/Correct the value\.$/);
    expect(said("x-max-length", "-5")[0]).toMatch(/Correct the value\.$/);
    expect(said("x-single-active-consumer", "true")[0]).toMatch(/Use true, without quotes\.$/);
  });
});

test("an argument with a choice takes its values only, and one that is near is named", () => {
  for (const value of ["drop-head", "reject-publish"]) expect(rules("x-overflow", value)).toEqual([]);
  expect(said("x-overflow", "reject-publsh")[0]).toMatch(/Did you mean "reject-publish"\?$/);
  expect(rules("x-overflow", "")).toEqual(invalid);
  expect(rules("x-overflow", 1)).toEqual(invalid);
  expect(rules("x-dead-letter-strategy", "at-least-twice")).toEqual(invalid);
  expect(rules("x-queue-leader-locator", "nearest")).toEqual(invalid);
  expect(rules("x-queue-mode", "slow", "classic")).toEqual([...invalid, ...ignored]);
});

test("null leaves out an argument of the SDK's own, and says nothing", () => {
  for (const name of ["x-delivery-limit", "x-overflow", "x-dead-letter-exchange", "x-max-priority"])
    expect(rules(name, null)).toEqual([]);
  expect(rules("x-overflw", null)).toEqual(unknown);
});

test("of a queue that is taken over only what it cannot have is found", () => {
  for (const [name, value] of [
    ["x-owner", "billing"],
    ["x-quorum-target-group-size", "3"],
    ["x-max-in-memory-length", 0],
  ] as const)
    expect(rules(name, value, "quorum", "check"), name).toEqual([]);
  expect(rules("x-queue-mode", "lazy", "classic", "check")).toEqual([]);
  expect(rules("x-queue-mode", "lazy", "quorum", "check")).toEqual(invalid);
});

test("true and false are not numbers, nor strings", () => {
  for (const value of [true, false]) expect(rules("x-single-active-consumer", value)).toEqual([]);
  for (const value of ["true", 1]) expect(rules("x-single-active-consumer", value)).toEqual(invalid);
  expect(rules("x-dead-letter-exchange", true)).toEqual(invalid);
  expect(rules("x-dead-letter-routing-key", 7)).toEqual(invalid);
});

test("what RabbitMQ does not check it ignores, and says nothing of", () => {
  for (const name of ["x-delivery-limit", "x-consumer-timeout", "x-quorum-target-group-size"])
    expect(rules(name, "5"), name).toEqual(ignored);
  expect(rules("x-consumer-timeout", -1)).toEqual(ignored);
  expect(rules("x-delivery-limit", -1)).toEqual([]); // a rule of its own
  expect(rules("x-delayed-retry-type", "always")).toEqual(ignored);
});

describe("the type of the queue", () => {
  const of = (type: "quorum" | "classic"): string[] =>
    [...queueArguments].flatMap(([name, { types, unchecked }]) =>
      types.includes(type) || unchecked?.includes("type") ? [] : [name],
    );

  test("decides what is refused, whatever the value", () => {
    expect(of("quorum")).toEqual([
      "x-initial-cluster-size",
      "x-max-age",
      "x-max-priority",
      "x-queue-master-locator",
      "x-queue-mode",
      "x-queue-version",
      "x-stream-max-segment-size-bytes",
    ]);
    expect(of("classic")).toEqual([
      "x-dead-letter-strategy",
      "x-delivery-limit",
      "x-initial-cluster-size",
      "x-max-age",
      "x-max-in-memory-bytes",
      "x-max-in-memory-length",
      "x-quorum-initial-group-size",
      "x-stream-max-segment-size-bytes",
    ]);
    for (const type of ["quorum", "classic"] as const)
      for (const name of of(type)) expect(rules(name, 1, type), name).toEqual(invalid);
  });

  test("is quorum unless it is said", () => {
    expect(rules("x-max-priority", 10)).toEqual(invalid);
    expect(rules("x-max-priority", 10, "classic")).toEqual([]);
    expect(said("x-max-priority", 10)[0]).toMatch(/from RabbitMQ 4\.0 on, a quorum queue has priorities/);
  });

  test("decides what is ignored", () => {
    expect(rules("x-overflow", "reject-publish-dlx")).toEqual(ignored);
    expect(rules("x-overflow", "reject-publish-dlx", "classic")).toEqual([]);
    expect(rules("x-delayed-retry-min", 100)).toEqual([]);
    expect(rules("x-delayed-retry-min", 100, "classic")).toEqual(ignored);
    expect(rules("x-stream-filter-size-bytes", 16)).toEqual(ignored);
  });
});

test("outdated arguments say since when", () => {
  expect(said("x-queue-mode", "lazy", "classic")[0]).toContain("ignores it from 3.12 on");
  expect(said("x-queue-mode", "lazy")[0]).toMatch(/^error .* refuses a quorum queue with "x-queue-mode"/);
  expect(rules("x-queue-version", 2, "classic")).toEqual(ignored);
  expect(rules("x-queue-master-locator", "random", "classic")).toEqual(ignored);
});

describe("an unknown argument", () => {
  test.each([
    ["x-max-lenght", "x-max-length"],
    ["x-max-length-byte", "x-max-length-bytes"],
    ["x-messagettl", "x-message-ttl"],
    ["x-dead-letter-exhange", "x-dead-letter-exchange"],
    ["x-delivery-limits", "x-delivery-limit"],
    ["x-expire", "x-expires"],
    ["x-single-active-consumers", "x-single-active-consumer"],
  ])("%s is taken for %s", (name, near) => {
    expect(said(name, 1)).toEqual([
      `warning queue-argument-unknown: RabbitMQ has no queue argument "${name}" and ignores it. Did you mean "${near}"?`,
    ]);
  });

  test("that is near to none is found as well, with any value", () => {
    for (const value of [1, "text", true]) expect(rules("x-owner", value)).toEqual(unknown);
    expect(said("x-owner", 1)[0]).toMatch(/Remove it, unless the queue already exists with it/);
  });

  test("that belongs to something else says to what", () => {
    expect(said("x-priority", 1)[0]).toContain("an argument of a consumer");
    expect(said("x-delayed-type", "topic")[0]).toContain("an argument of an exchange");
    expect(said("x-match", "all")[0]).toContain("an argument of a binding");
  });

  test("of a plug-in is none", () => expect(rules("x-message-deduplication", true)).toEqual([]));
});

describe("a dead-letter exchange", () => {
  test.each(["amq.dead", "amq.rabbitmq.trace", "amq."])("%s cannot exist", (name) =>
    expect(rules("x-dead-letter-exchange", name)).toEqual(invalid),
  );
  test.each(["", "amq.topic", "amq.match", "amqp.dead", "AMQ.dead"])("%j can", (name) =>
    expect(rules("x-dead-letter-exchange", name)).toEqual([]),
  );
  test.each(["x-dead-letter-exchange", "x-dead-letter-routing-key"])("%s has at most 255 bytes", (name) => {
    expect(rules(name, "ü".repeat(127))).toEqual([]);
    expect(rules(name, "ü".repeat(128))).toEqual(["error name-too-long"]);
  });
});

test("the documentation's table is this one", () => {
  const rows = [...queueArguments].map(([name, { value, types, since, outdated }]) => {
    const notes = [...(since === undefined ? [] : [`From RabbitMQ ${since} on.`]), outdated ?? ""].join(" ");
    const of = types.length === 0 ? "stream" : types.join(", ");
    return `| \`${name}\` | ${expectation(value)} | ${of} | ${notes.trim()} |`;
  });
  const text = readFileSync(join(repository, "docs/reference/queues.md"), "utf8");
  expect(text.split("\n").filter((line) => line.startsWith("| `x-"))).toEqual(rows);
});
