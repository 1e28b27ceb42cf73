// @module-tag long
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { exportedNames } from "../../src/sdk/exported-names.js";
import { printedConstant } from "../support/printed-constant.js";
import { repository } from "../support/repository.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";
import { typeCheck } from "../support/type-check.js";

const schema = { type: "object", properties: { id: { type: "string" } }, required: ["id"] };

async function generated(files: Record<string, unknown>): Promise<string> {
  const folder = tempFolder();
  for (const [path, content] of Object.entries(files)) writeFiles(folder, { [`schemas/${path}`]: content });
  const ran = await runCli(folder, ["generate"]);
  expect(ran).toMatchObject({ code: 0, err: "" });
  return folder;
}

test("has the version that consumers assume for a message without one", async () => {
  const folder = await generated({
    "contract.json": {},
    "order_paid/v1.json": schema,
    "order_paid/event.json": { unversioned: "v1" },
    "order_sent/v1.json": schema,
  });
  const events = readFileSync(join(folder, "generated/events.ts"), "utf8");
  expect(printedConstant(events, "orderPaid")).toContain('unversioned: "v1"');
  expect(printedConstant(events, "orderSent")).toContain("versions:");
  expect(printedConstant(events, "orderSent")).not.toContain("unversioned");
  expect(await typeCheck(folder)).toEqual([]);
});

describe("an SDK of versions that are labelled in the team's own way compiles, and sends the label", () => {
  test.each([
    ["1", "2", "orderPaidV1", "orderPaidV2"],
    ["1.0.0", "1.10.2", "orderPaidV1_0_0", "orderPaidV1_10_2"],
    ["1-0-0", "2-0-0", "orderPaidV1_0_0", "orderPaidV2_0_0"],
  ])("%s and %s", async (first, second, constant, other) => {
    const folder = await generated({
      "contract.json": { versionLabels: first },
      [`order_paid/${first}.json`]: schema,
      [`order_paid/${second}.json`]: { ...schema, title: "second" },
      "order_paid/event.json": { versions: { [first]: { deprecated: true, replacedBy: second } } },
    });
    const type = other.replace("order", "Order");
    writeFiles(folder, {
      "uses.ts": `
import { connect, orderPaid, ${constant}, ${other}, type ${type} } from "./generated/index.js";
const rabbit = await connect({ url: "amqp://localhost", service: "svc" });
const sent: ${type} = { id: "1" };
await (await rabbit.publisher(${other})).publish(sent);
const label: "${first}" = ${constant}.version;
await rabbit.consumer(orderPaid, { queue: "q", handlers: { "${first}": "dead-letter", "${second}": async (event) => { event.id.trim(); label.trim(); } } });
// @ts-expect-error no handler for the second version
await rabbit.consumer(orderPaid, { queue: "q", handlers: { "${first}": "dead-letter" } });
`,
    });
    expect(await typeCheck(folder)).toEqual([]);
    const events = readFileSync(join(folder, "generated/events.ts"), "utf8");
    const version = printedConstant(events, other);
    expect(version).toContain(`contentType: "application/json; version=${second}"`);
    expect(version).toContain(`version: "${second}"`);
  });
});

test("no event hides what the SDK's index exports, whatever that is", async () => {
  const exported = [...exportedNames(readFileSync(join(repository, "runtime/index.ts"), "utf8"))];
  const taken = [...exported.filter((name) => /^[a-z]/.test(name)), "connect", "contract"];
  expect(taken).toContain("memoryInbox");
  const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  // Names that only differ in case from a class or type are names of their own.
  const events = [...taken.map(snake), "retry", "reject", "class", "service_name", "publisher"];
  const folder = await generated(Object.fromEntries(events.map((event) => [`${event}/v1.json`, schema])));
  const families = taken.map((name) => `${name}Event`);
  writeFiles(folder, {
    "uses.ts": `
import * as sdk from "./generated/index.js";
import { Retry, retry, reject, Reject, classEvent, serviceName, publisher, type Publisher } from "./generated/index.js";
const families = [${families.map((name) => `sdk.${name}.versions.v1`).join(", ")}, retry, reject, classEvent, serviceName, publisher];
export const functions: readonly ((...given: never[]) => unknown)[] = [sdk.connect, ${taken
      .filter((name) => exported.includes(name))
      .map((name) => `sdk.${name}`)
      .join(", ")}];
const classes = [Retry, Reject];
void [families, classes];
export declare const typed: Publisher<{ id: string }>;
`,
  });
  expect(await typeCheck(folder)).toEqual([]);
});

describe("identifier in event.json names an event in code, and changes nothing on the wire", () => {
  test("for constants, types and the index", async () => {
    const folder = await generated({
      "com.example.very.long/v1.json": schema,
      "com.example.very.long/event.json": { identifier: "OrderPaid" },
    });
    const index = readFileSync(join(folder, "generated/index.ts"), "utf8");
    expect(index).toContain("export type { OrderPaidV1 } from");
    const events = readFileSync(join(folder, "generated/events.ts"), "utf8");
    expect(printedConstant(events, "orderPaid")).toContain("versions: { v1: orderPaidV1 }");
    const version = printedConstant(events, "orderPaidV1");
    expect(version).toContain('import("./events/com.example.very.long/v1.validators.js")');
    expect(version).toContain('event: "com.example.very.long"');
    expect(version).toContain('routingKey: "com.example.very.long"');
  });
  test("so that two events whose names collide can both stay", async () => {
    const events = { "order_paid/v1.json": schema, "order.paid/v1.json": schema };
    const folder = tempFolder(
      Object.fromEntries(Object.entries(events).map(([path, value]) => [`schemas/${path}`, value])),
    );
    const refused = await runCli(folder, ["generate"]);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("name-collision");
    expect(refused.err).toContain('Set "identifier" in the event.json of one of the two');
    writeFiles(folder, { "schemas/order.paid/event.json": { identifier: "OrderPaidLegacy" } });
    expect((await runCli(folder, ["generate"])).code).toBe(0);
    writeFiles(folder, { "schemas/order_paid/event.json": { identifier: "OrderpaidLegacy" } });
    expect((await runCli(folder, ["generate"])).err).toContain("name-collision");
  });
  test.each([
    ["orderPaid", "settings-invalid"],
    ["Order Paid", "settings-invalid"],
    ["Order_Paid", "settings-invalid"],
    ["1Order", "settings-invalid"],
    ["O;process.exit()", "settings-invalid"],
    ["", "settings-invalid"],
    ["X".repeat(101), "settings-invalid"],
    ["Class", "name-reserved"],
    ["Connect", "name-reserved"],
    ["Contract", "name-reserved"],
    ["MemoryInbox", "name-reserved"],
    ["ReadTraceContext", "name-reserved"],
  ])("refuses %j at its place", async (identifier, rule) => {
    const folder = tempFolder({ "schemas/a/v1.json": schema, "schemas/a/event.json": { identifier } });
    const { code, err } = await runCli(folder, ["generate"]);
    expect(code).toBe(2);
    expect(err).toMatch(new RegExp(`^schemas/a/event\\.json:2:17 error ${rule}$`, "m"));
  });
  test.each(["Überweisung", "Заказ", "X"])("takes %s", async (identifier) => {
    const folder = await generated({ "a/v1.json": schema, "a/event.json": { identifier } });
    expect(readFileSync(join(folder, "generated/index.ts"), "utf8")).toContain(`${identifier}V1`);
  });
});
