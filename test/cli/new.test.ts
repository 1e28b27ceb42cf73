import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";

const open = '{ "type": "object" }';

function read(folder: string, path: string): string {
  return readFileSync(join(folder, "schemas", path), "utf8");
}

describe("new adds an event that compiles at once", () => {
  test("with settings, an example, and an entry for the only service that publishes", async () => {
    const contract =
      '{\n\t"services": {\n\t\t"shop": {"publishes": ["a"]},\n\t\t"bill": {"consumes": {"a": {}}}\n\t}\n}\n';
    const folder = tempFolder({ "schemas/contract.json": contract, "schemas/a/v1.json": open });
    const ran = await runCli(folder, ["new", "order/paid"]);
    expect(ran).toMatchObject({ code: 0, err: "" });
    expect(ran.out.trim().split("\n")).toEqual([
      "schemas/order/paid/v1.json",
      "schemas/order/paid/event.json",
      "schemas/order/paid/examples/v1/valid/first.json",
      "schemas/contract.json",
    ]);
    expect(JSON.parse(read(folder, "contract.json"))).toMatchObject({
      services: { shop: { publishes: ["a", "order.paid"] } },
    });
    expect(read(folder, "contract.json")).toContain('"bill": {"consumes": {"a": {}}}');
    expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0, err: "" });
  });
  test("for the service that --publisher names, which is made where the contract has none", async () => {
    const folder = tempFolder({ "schemas/a/v1.json": open });
    await runCli(folder, ["new", "b", "--publisher", "svc-b"]);
    await runCli(folder, ["new", "c", "--publisher", "svc-b"]);
    expect(JSON.parse(read(folder, "contract.json"))).toEqual({
      services: { "svc-b": { publishes: { b: ["v1"], c: ["v1"] } } },
    });
  });
  test("and no service comes to be by a slip", async () => {
    const services = { "svc-order": {}, "svc-billing": {} };
    const folder = tempFolder({ "schemas/a/v1.json": open, "schemas/contract.json": { services } });
    const slip = await runCli(folder, ["new", "b", "--publisher", "svc-oder"]);
    expect([slip.code, slip.err]).toEqual([2, expect.stringContaining("Did you mean svc-order?")]);
    const other = await runCli(folder, ["new", "b", "--publisher", "nope"]);
    expect([other.code, other.err]).toEqual([
      2,
      expect.stringContaining("Available services: svc-order, svc-billing."),
    ]);
    expect(existsSync(join(folder, "schemas/b"))).toBe(false);
  });
  test("and says what is left to do when it is not clear who publishes the event", async () => {
    const folder = tempFolder({ "schemas/a/v1.json": open });
    const { err, code } = await runCli(folder, ["new", "b"]);
    expect([code, err]).toEqual([
      0,
      'Add b to "publishes" of a service in contract.json, or run with --publisher <service>.\n',
    ]);
    expect(existsSync(join(folder, "schemas/contract.json"))).toBe(false);
  });
  test("the next version of an event whose publisher names its versions is not published yet", async () => {
    const folder = tempFolder({
      "schemas/contract.json": { services: { shop: { publishes: { a: ["v1"] } } } },
      "schemas/a/v1.json": open,
    });
    const { err, code } = await runCli(folder, ["new", "a"]);
    expect([code, err]).toEqual([
      0,
      'Add v2 to "publishes" of shop in contract.json once every consumer handles it; until then it may still change.\n',
    ]);
    expect((await runCli(folder, ["new", "b"])).err).toBe("");
    expect(JSON.parse(readFileSync(join(folder, "schemas/contract.json"), "utf8"))).toEqual({
      services: { shop: { publishes: { a: ["v1"], b: ["v1"] } } },
    });
  });
  test("the next version of an event whose publisher does not list versions counts as sent", async () => {
    const services = { shop: { publishes: ["a", "b"] }, other: { publishes: { a: ["v1"] } } };
    const folder = tempFolder({
      "schemas/contract.json": { services },
      "schemas/a/v1.json": open,
      "schemas/b/v1.json": open,
    });
    const { err, code } = await runCli(folder, ["new", "a"]);
    expect([code, err]).toEqual([
      0,
      '"publishes" of shop in contract.json does not list versions, so v2 counts as sent at once. To hold it back until every consumer handles it, replace the list with the versions of each event, such as { "a": ["v1"] }.\n',
    ]);
    expect(JSON.parse(read(folder, "contract.json"))).toEqual({ services });
  });
  test("the next version of an event without a publisher has no note", async () => {
    const folder = tempFolder({
      "schemas/contract.json": { services: { shop: {} } },
      "schemas/a/v1.json": open,
    });
    expect(await runCli(folder, ["new", "a"])).toMatchObject({ code: 0, err: "" });
  });
  test.each([
    [
      "services:\n  shop: # ours\n    publishes: [a] # one\n",
      "services:\n  shop: # ours\n    publishes: [a, b] # one\n",
    ],
    [
      "services:\n  shop: # ours\n    publishes:\n    - a # one\n",
      "services:\n  shop: # ours\n    publishes:\n    - a # one\n    - b\n",
    ],
    [
      "# c\nservices:\n  shop:\n    vhost: /x\n",
      "# c\nservices:\n  shop:\n    vhost: /x\n    publishes:\n      b:\n        - v1\n",
    ],
    [
      "services:\n  shop:\n    publishes: []\n",
      "services:\n  shop:\n    publishes:\n      b:\n        - v1\n",
    ],
    [
      "# c\nservices:\n  shop:\n    publishes:\n      a: [v1] # one\n",
      "# c\nservices:\n  shop:\n    publishes:\n      a: [v1] # one\n      b:\n        - v1\n",
    ],
  ])("in contract.yaml with its comments: %j", async (before, after) => {
    const folder = tempFolder({ "schemas/contract.yaml": before, "schemas/a/v1.yaml": "type: object\n" });
    const ran = await runCli(folder, ["new", "b"]);
    expect(ran.out).toContain(
      "schemas/b/v1.yaml\nschemas/b/event.yaml\nschemas/b/examples/v1/valid/first.yaml\n",
    );
    expect(read(folder, "contract.yaml")).toBe(after);
    expect((await runCli(folder, ["generate"])).code).toBe(0);
  });
  test("beside settings that are there already", async () => {
    const folder = tempFolder({ "schemas/b/event.json": '{"owner": "me"}' });
    expect((await runCli(folder, ["new", "b"])).out).not.toContain("event.json");
    expect(read(folder, "b/event.json")).toBe('{"owner": "me"}');
  });
});

describe("new copies a version", () => {
  test("in YAML as YAML, with its comments", async () => {
    const text = "# why\n$id: https://example.com/v1/a/v1.yaml # here\ntype: object # yes\n";
    const folder = tempFolder({ "schemas/a/v1.yaml": text });
    expect((await runCli(folder, ["new", "a"])).out).toBe("schemas/a/v2.yaml\n");
    expect(read(folder, "a/v2.yaml")).toBe(
      text.replace("https://example.com/v1/a/v1.yaml", '"https://example.com/v1/a/v2.yaml"'),
    );
  });
  test.each([
    [[], "2.0.0"],
    [["--bump", "minor"], "1.2.0"],
    [["--bump", "patch"], "1.1.5"],
    [["--bump", "patch", "--from", "1.0.0"], "1.0.1"],
    [["--bump", "minor", "--from", "1.0.0"], "1.2.0"],
    [["--from", "1.0.0"], "2.0.0"],
  ])("with %j behind 1.0.0 and 1.1.4 as %s", async (flags, label) => {
    const folder = tempFolder({
      "schemas/contract.json": { versionLabels: "1.0.0" },
      "schemas/a/1.0.0.json": { $id: "urn:a:1.0.0", type: "object" },
      "schemas/a/1.1.4.json": { $id: "urn:a:1.1.4", type: "object" },
      "schemas/a/1.1.0.json": { type: "object" },
    });
    const ran = await runCli(folder, ["new", "a", ...flags]);
    expect(ran).toMatchObject({ code: 0, out: `schemas/a/${label}.json\n` });
    expect(read(folder, `a/${label}.json`)).toContain(`"urn:a:${label}"`);
  });
});

describe("new refuses in one line, and writes nothing", () => {
  test.each([
    ["names in other spellings", ["order-paid"], "both become orderPaid"],
    ["names in another case", ["Order_Paid"], "both become orderPaid"],
    ["names that lose their underscore", ["orderpaid"], "both become orderpaid"],
    ["the same name by another folder", ["order/paid2"], undefined],
    ["an event called like a version of another", ["order_paid_v1"], "both become orderPaidV1"],
    ["a version in regular expression syntax", ["order_paid", "--from", "(1"], 'has no version "(1"'],
    ["a version with a star", ["order_paid", "--from", "v*"], 'has no version "v*"'],
    ["a number for a label", ["order_paid", "--from", "1"], 'has no version "1"'],
    ["a number that no label has", ["order_paid", "--bump", "minor"], "have only one number"],
    ["another publisher for an event that is there", ["order_paid", "--publisher", "x"], "already exists"],
    ["a folder of examples", ["order/examples"], "is not a valid event folder"],
    ["a name that Windows cuts", ["order."], "is not a valid event folder"],
    ["a version behind the event", ["order_paid/1.1.0"], "Pass the event without a version"],
    ["versions under names that are not read", ["old"], "old/1.0.0.json"],
  ])("%s", async (_, argv, words) => {
    const folder = tempFolder({
      "schemas/order_paid/v1.json": open,
      "schemas/order_paid/event.json": "{}",
      "schemas/old/1.0.0.json": open,
      "schemas/contract.json": { services: {} },
    });
    const ran = await runCli(folder, ["new", ...argv]);
    if (words === undefined) return expect(ran.code).toBe(0);
    expect(ran).toMatchObject({ code: 2, out: "" });
    expect(ran.err).toContain(words);
    expect(ran.err.trim().split("\n")).toHaveLength(1);
    expect(ran.err).not.toMatch(/^\s+at /m);
  });
  test("a next version whose constant another event has", async () => {
    const folder = tempFolder({ "schemas/a/v1.json": open, "schemas/a_v2/v1.json": open });
    const ran = await runCli(folder, ["new", "a"]);
    expect(ran.err).toContain("both become aV2");
    expect(existsSync(join(folder, "schemas/a/v2.json"))).toBe(false);
  });
});
