import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type ConnectOptions, checkConnectOptions } from "../../runtime/connection/connect-options.js";
import { checkConsumerOptions } from "../../runtime/consume/consumer-options.js";
import * as runtime from "../../runtime/index.js";
import { EventHub } from "../../runtime/observe/rabbit-events.js";
import { checkPublisherOptions, checkPublishOptions } from "../../runtime/publish/publish-options.js";
import { repository } from "../support/repository.js";

const textOf = (path: string): string => readFileSync(join(repository, path), "utf8");
const connecting = textOf("docs/reference/connecting.md");

/** The first cells of the rows below a table's head. */
function firstCells(page: string, head: string): readonly string[] {
  const lines = page.split("\n");
  const rest = lines.slice(lines.findIndex((line) => line.startsWith(head)) + 2);
  const end = rest.findIndex((line) => !line.startsWith("|"));
  return rest.slice(0, end).map((line) => line.split("|")[1]?.trim() ?? "");
}

/** The names that the runtime names when it is given an unknown one. */
function known(refuse: () => unknown): readonly string[] {
  try {
    refuse();
  } catch (error) {
    return /known (?:options|parameters|events): (.*)$/.exec(String(error))?.[1]?.split(", ") ?? [];
  }
  return expect.unreachable("an unknown name was taken");
}

const unknown: object = { "?": 1 };
const named = (names: readonly string[]): readonly string[] => names.map((name) => `\`${name}\``).sort();

describe("the documentation's options are those of the runtime:", () => {
  test("of connect", () => {
    const names = known(() => checkConnectOptions(unknown as ConnectOptions, { services: {} }));
    expect([...firstCells(connecting, "| option of `connect` |")].sort()).toEqual(named(names));
  });

  test("of rabbit.publisher", () => {
    const names = known(() => checkPublisherOptions(unknown));
    expect([...firstCells(connecting, "| option of `rabbit.publisher` |")].sort()).toEqual(named(names));
  });

  test.each([
    ["publish", "docs/how-to/publish.md", "| option of `publish` |", () => checkPublishOptions(unknown)],
    [
      "rabbit.consumer",
      "docs/how-to/consume.md",
      "| option of `rabbit.consumer` |",
      () => checkConsumerOptions(unknown),
    ],
    [
      "the events of rabbit.on",
      "docs/reference/connecting.md",
      "| event of `rabbit.on` |",
      () => new EventHub().on("?" as "retry", () => {}),
    ],
  ])("of %s", (_, page, head, refuse) => {
    const cells = firstCells(textOf(page), head).flatMap((cell) => cell.split(", "));
    expect(cells.sort()).toEqual(named(known(refuse)));
  });
});

test("the table of errors has every error class that the runtime exports, and no other", () => {
  const classes = Object.values(runtime).filter(
    (value) => typeof value === "function" && value.prototype instanceof Error,
  );
  // the parents, and what handlers throw, are in the text around it
  const beside = [runtime.RabbitError, runtime.PublishError, runtime.Reject, runtime.Retry];
  const listed = [
    ...firstCells(connecting, "| error |"),
    ...firstCells(connecting, "| error of `publish` |"),
  ];
  const names = classes.map(({ name }) => name);
  for (const { name } of beside) expect(connecting).toContain(`\`${name}\``);
  expect([...listed].sort()).toEqual(
    named(names.filter((name) => !beside.some((parent) => parent.name === name))),
  );
  expect(names.length).toBeGreaterThan(20);
});

test("what the table says of a failed publish is what its error says", () => {
  const rows = connecting.split("\n").filter((line) => /\| `(?:not-sent|refused|unknown)` \|/.test(line));
  const said = Object.fromEntries(
    rows
      .map((row) => row.split("|").map((cell) => cell.trim().replaceAll("`", "")))
      .map(([, name = "", certainty]) => [name, certainty]),
  );
  const errors = [
    new runtime.InvalidEventError("e", [], 0),
    new runtime.InvalidEventHeadersError("e", [], 0),
    new runtime.RoutingKeyError("e", "region", "has no value"),
    new runtime.InvalidHeaderError("h", "is wrong"),
    new runtime.UnencodableMessageError("u"),
    new runtime.MessageTooLargeError("body", 2, 1),
    new runtime.ValidatorError("e", new Error("v")),
    new runtime.PublishTimeoutError("t"),
    new runtime.UnroutableError("x", "k"),
    new runtime.BrokerRefusedError("b"),
    new runtime.ExchangeMissingError("x"),
    new runtime.PublishUnknownError("u", "m"),
  ];
  expect(said).toEqual(Object.fromEntries(errors.map(({ name, certainty }) => [name, certainty])));
});
