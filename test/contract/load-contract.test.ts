import { describe, expect, test } from "vitest";
import { load, loadGood, places } from "../support/load.js";

const object = { type: "object" };

describe("a contract that is as it should be", () => {
  test("gives events by folder, versions in order, and defaults where nothing is said", async () => {
    const { events } = await loadGood({
      "order/paid/v10.json": object,
      "order/paid/v2.json": object,
      "OrderShipped/v1.json": object,
      "_shared/money.json": object,
      "README.md": "not a schema",
    });
    expect(events.map(({ name, versions }) => [name, versions.map(({ label }) => label)])).toEqual([
      ["OrderShipped", ["v1"]],
      ["order.paid", ["v2", "v10"]],
    ]);
    expect(events[1]).toMatchObject({
      exchange: { name: "events", type: "topic" },
      routingKey: "order.paid",
      vhost: undefined,
      envelope: "headers",
      unroutable: "error",
    });
  });

  test("takes what event.json says, else the publishing service's vhost, else contract.json", async () => {
    const { events, services } = await loadGood({
      "contract.json": {
        exchange: { name: "all", type: "fanout" },
        vhost: "/default",
        envelope: "body",
        services: {
          "svc-a": { vhost: "/a", publishes: ["a"] },
          "svc-b": { consumes: { b: { prefetch: 3 } } },
        },
      },
      "a/v1.json": object,
      "b/v1.json": object,
      "b/event.json": {
        exchange: "own",
        routingKey: "b.key",
        vhost: "/b",
        envelope: "headers",
        unroutable: "ignore",
        owner: "team",
        versions: { v1: { deprecated: true, sunset: "2027-06-30" } },
      },
    });
    expect(events[0]).toMatchObject({
      exchange: { name: "all", type: "fanout" },
      vhost: "/a",
      envelope: "body",
    });
    expect(events[1]).toMatchObject({
      exchange: { name: "own", type: "topic" },
      routingKey: "b.key",
      vhost: "/b",
      envelope: "headers",
      unroutable: "ignore",
      owner: "team",
      versions: [{ deprecated: true, sunset: "2027-06-30" }],
    });
    expect(services.map(({ name }) => name)).toEqual(["svc-a", "svc-b"]);
  });

  test.each([
    "http://json-schema.org/draft-04/schema",
    "http://json-schema.org/draft-06/schema#",
    "https://json-schema.org/draft-07/schema",
    "http://json-schema.org/draft-07/schema#",
    "https://json-schema.org/draft/2019-09/schema#",
    "http://json-schema.org/draft/2020-12/schema",
  ])("reads %s, as people spell it", async ($schema) => {
    await expect(loadGood({ "a/v1.json": { $schema, ...object } })).resolves.toBeDefined();
  });
});

describe("every problem is reported at its place", () => {
  const cases: Readonly<Record<string, { files: Record<string, unknown>; expected: readonly string[] }>> = {
    "malformed JSON, once for each file": {
      files: { "a/v1.json": '{\n  "type": "object",\n}', "b/v1.json": "", "c/v1.json": '{ "a" 1 }' },
      expected: [
        "a/v1.json:2:19 error json-syntax",
        "b/v1.json:1:1 error json-syntax",
        "c/v1.json:1:7 error json-syntax",
      ],
    },
    "a duplicate key, however deep": {
      files: { "a/v1.json": '{ "type": "object",\n  "properties": { "x": {}, "x": {} } }' },
      expected: ["a/v1.json:2:28 error json-duplicate-key"],
    },
    "a schema that its meta-schema rejects, in each draft's own terms": {
      files: {
        "a/v1.json": '{ "type": "strin" }',
        "b/v1.json": '{ "$schema": "http://json-schema.org/draft-04/schema#",\n  "exclusiveMinimum": 3 }',
      },
      expected: [
        "a/v1.json:1:11 error schema-invalid",
        "b/v1.json:1:1 error schema-invalid",
        "b/v1.json:2:23 error schema-invalid",
      ],
    },
    "a draft that nobody knows": {
      files: { "a/v1.json": { $schema: "http://json-schema.org/draft-03/schema#" } },
      expected: ["a/v1.json:2:14 error schema-dialect"],
    },
    "references that lead nowhere, out, or to a network": {
      files: {
        "a/v1.json":
          '{ "allOf": [\n{ "$ref": "#/$defs/x" },\n{ "$ref": "../../secret.json" },\n{ "$ref": "https://example.com/x.json" },\n' +
          '{ "$ref": "../b.json" },\n{ "$ref": "#nowhere" },\n{ "$ref": "file:///etc/passwd" },\n{ "$ref": "%2e%2e/%2e%2e/x.json" } ] }',
      },
      expected: [
        "a/v1.json:2:11 error ref-unresolved",
        "a/v1.json:3:11 error ref-outside",
        "a/v1.json:4:11 error ref-remote",
        "a/v1.json:5:11 error ref-unresolved",
        "a/v1.json:6:11 error ref-unresolved",
        "a/v1.json:7:11 error ref-remote",
        "a/v1.json:8:11 error ref-outside",
      ],
    },
    "an $id that two files claim for different schemas, where a reference means it": {
      files: {
        "_shared/a.json": { $id: "urn:money", type: "object" },
        "_shared/b.json": { $id: "urn:money", type: "string" },
        "c/v1.json": '{ "$ref": "urn:money" }',
      },
      expected: ["c/v1.json:1:11 error ref-ambiguous"],
    },
    "a schema that refers to itself for the same value": {
      files: { "a/v1.json": { $ref: "#/$defs/b", $defs: { b: { anyOf: [{ $ref: "#" }] } } } },
      expected: ["a/v1.json:1:1 error ref-endless"],
    },
    "version files under other names": {
      files: {
        "a/v0.json": object,
        "b/v01.json": object,
        "c/1.json": object,
        "v1.json": object,
        "d/v1.json": object,
      },
      expected: [
        "a/v0.json error version-name",
        "b/v01.json error version-name",
        "c/1.json error version-name",
        "v1.json error version-name",
      ],
    },
    "events that become one name": {
      files: {
        "order_paid/v1.json": object,
        "order/paid/v1.json": object,
        "order.shipped/v1.json": object,
        "order/shipped/v1.json": object,
      },
      expected: ["order/shipped/v1.json error name-collision", "order_paid/v1.json error name-collision"],
    },
    "events that differ in case only, or meet another's version": {
      files: {
        "orderPaid/v1.json": object,
        "OrderPaid/v1.json": object,
        "a/v1.json": object,
        "a_v1/v1.json": object,
      },
      expected: ["a_v1/v1.json error name-collision", "orderPaid/v1.json error name-collision"],
    },
    "names that RabbitMQ cannot carry": {
      files: { "a/v1.json": object, "a/event.json": { routingKey: "ü".repeat(128) } },
      expected: ["a/event.json:2:17 error name-too-long"],
    },
    "settings that nobody knows, or that mean nothing": {
      files: {
        "a/v1.json": object,
        "a/event.json": { exchange: { name: "x", typ: "topic" }, versions: { v3: { replacedBy: "v9" } } },
        "contract.json": { services: { s: { publishes: ["b"], consumes: { c: {} } } } },
      },
      expected: ["a/event.json:4:5 error settings-invalid"],
    },
    "services that mean events which are not there": {
      files: {
        "a/v1.json": object,
        "contract.json": { services: { s: { publishes: ["b"], consumes: { c: {} } } } },
      },
      expected: [
        "contract.json:5:9 error service-unknown-event",
        "contract.json:8:9 error service-unknown-event",
      ],
    },
    "a queue of two services, and versions that a service cannot read": {
      files: {
        "a/v1.json": object,
        "contract.json": `{ "services": {
  "s": { "consumes": { "a": { "queue": { "name": "q" } } } },
  "t": { "consumes": { "a": { "queue": { "name": "q" }, "versions": ["v1", "v9"] } } } } }`,
      },
      expected: ["contract.json:3:50 error queue-shared", "contract.json:3:76 error version-unknown"],
    },
    "a version for messages without one that is not there": {
      files: { "a/v1.json": object, "a/event.json": { unversioned: "v2" } },
      expected: ["a/event.json:2:18 error version-unknown"],
    },
    "versions that event.json means and that are not there": {
      files: {
        "a/v1.json": object,
        "a/event.json": { versions: { v1: { replacedBy: "v2", sunset: "2027-02-31" } } },
      },
      expected: ["a/event.json:4:21 error version-unknown", "a/event.json:5:17 error settings-invalid"],
    },
    "a misspelt keyword, an unknown format and another draft's keyword, as warnings": {
      files: {
        "a/v1.json":
          '{ "type": "object",\n"additonalProperties": false,\n"format": "emial",\n"dependencies": {},\n"x-team": 1 }',
      },
      expected: [
        "a/v1.json:2:1 warning keyword-unknown",
        "a/v1.json:3:11 warning format-unknown",
        "a/v1.json:4:1 warning keyword-of-other-draft",
      ],
    },
    "a file that nothing means, as a warning": {
      files: { "a/v1.json": object, "a/notes.json": {} },
      expected: ["a/notes.json warning file-unused"],
    },
    "a body envelope that has no room": {
      files: {
        "contract.json": { envelope: "body" },
        "a/v1.json": { type: ["object", "null"] },
        "b/v1.json": { type: "object", properties: { version: {} } },
      },
      expected: ["a/v1.json:1:1 error envelope-body", "b/v1.json:4:5 error envelope-body"],
    },
    "one exchange with two types": {
      files: {
        "a/v1.json": object,
        "b/v1.json": object,
        "b/event.json": { exchange: { name: "events", type: "direct" } },
      },
      expected: ["b/event.json:2:15 error exchange-type"],
    },
    "examples in the wrong place": {
      files: { "a/v1.json": object, "a/examples/v2/valid/x.json": {}, "a/examples/v1/good/x.json": {} },
      expected: [
        "a/examples/v1/good/x.json error example-stray",
        "a/examples/v2/valid/x.json error example-stray",
      ],
    },
    "an expression of another language": {
      files: { "a/v1.json": { type: "string", pattern: "(?i)x" } },
      expected: ["a/v1.json:3:14 error pattern-invalid"],
    },
  };

  test.each(Object.entries(cases))("%s", async (_, { files, expected }) => {
    const { findings } = await load(files);
    expect(places(findings)).toEqual([...expected]);
  });

  test("with a sentence and what to do about it", async () => {
    const { findings } = await load({
      "_shared/money.json": object,
      "a/v1.json": { properties: { x: { $ref: "../_shared/mony.json" } } },
    });
    expect(findings).toMatchObject([
      {
        message: '"../_shared/mony.json": file "_shared/mony.json" not found in the schemas folder.',
        help: 'Did you mean "_shared/money.json"?',
        pointer: "/properties/x/$ref",
      },
    ]);
  });
});
