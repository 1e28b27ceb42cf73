// @module-tag long
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";

const open = { type: "object" };
const good = {
  "schemas/contract.json": {
    services: { svc: { publishes: ["paid", "sent"], consumes: { sent: { versions: ["v1"] } } } },
  },
  "schemas/paid/v1.json": open,
  "schemas/sent/v1.json": { type: "object", properties: { to: { $ref: "../_shared/address.json" } } },
  "schemas/_shared/address.json": { type: "object", properties: { city: { type: "string" } } },
};

describe("generate --keep-going leaves out the events that have errors, and writes the others", () => {
  test.each([
    ["a schema", { "schemas/sent/v1.json": { type: "strin" } }, "schema-invalid"],
    ["a text that is not JSON", { "schemas/sent/v1.json": "{" }, "json-syntax"],
    ["one of two versions", { "schemas/sent/v2.json": "[" }, "json-syntax"],
    ["a reference", { "schemas/sent/v1.json": { $ref: "nope.json" } }, "ref-unresolved"],
    ["a definition that it leads to", { "schemas/_shared/address.json": { type: 1 } }, "schema-invalid"],
    ["a definition that is not JSON", { "schemas/_shared/address.json": "{" }, "json-syntax"],
    ["its settings", { "schemas/sent/event.json": { ownr: "x" } }, "settings-invalid"],
    [
      "settings that name another version",
      { "schemas/sent/event.json": { versions: { v9: {} } } },
      "version-unknown",
    ],
    ["an example", { "schemas/sent/examples/v1/valid/a.json": [] }, "example-invalid"],
    ["an example that is not read", { "schemas/sent/examples/a.json": {} }, "example-stray"],
    ["two files for one version", { "schemas/sent/v1.yaml": "type: object\n" }, "file-twice"],
    ["a version file under a wrong name", { "schemas/sent/V2.json": open }, "version-name"],
    ["bytes that are not UTF-8", { "schemas/sent/v2.json": "\ud800" }, /json-syntax|file-encoding/],
  ])("%s", async (_, change, rule) => {
    const folder = tempFolder({ ...good, ...change });
    expect((await runCli(folder, ["generate"])).code).toBe(2);
    expect(existsSync(join(folder, "generated"))).toBe(false);
    const ran = await runCli(folder, ["generate", "--keep-going"]);
    expect(ran.code).toBe(1);
    expect(ran.err).toMatch(rule);
    expect(ran.out).toMatch(/1 event, 1 version, without .*sent \(schemas\/\S*(?:sent|address)\S*\)/);
    const events = readFileSync(join(folder, "generated/events.ts"), "utf8");
    expect(events).toContain("paidV1");
    expect(events).not.toContain("sentV1");
    expect(existsSync(join(folder, "generated/events/sent"))).toBe(false);
  });

  test("keeps the files of an event that was sound before, and writes it again when it is sound again", async () => {
    const folder = tempFolder(good);
    await runCli(folder, ["generate"]);
    writeFiles(folder, { "schemas/sent/v1.json": "{" });
    expect((await runCli(folder, ["generate", "--keep-going"])).code).toBe(1);
    expect(existsSync(join(folder, "generated/events/sent/v1.types.ts"))).toBe(true);
    const again = await runCli(folder, ["generate", "--keep-going"]);
    expect([again.code, again.out]).toEqual([1, expect.stringContaining("up to date")]);
    expect((await runCli(folder, ["generate", "--keep-going", "--check"])).code).toBe(1);
    expect((await runCli(folder, ["generate"])).code).toBe(2);
    writeFiles(folder, { "schemas/sent/v1.json": open });
    expect((await runCli(folder, ["generate"])).code).toBe(0);
    expect(readFileSync(join(folder, "generated/events.ts"), "utf8")).toContain("sentV1");
    expect((await runCli(folder, ["generate", "--check"])).code).toBe(0);
  });

  test.each([
    ["contract.json has errors", { "schemas/contract.json": { exchang: "x" } }],
    ["every event has errors", { "schemas/paid/v1.json": "{", "schemas/sent/v1.json": "{" }],
    [
      "every event has a failing example",
      { "schemas/paid/examples/v1/valid/a.json": [], "schemas/sent/examples/v1/valid/a.json": [] },
    ],
  ])("writes nothing and ends with 2 when %s", async (_, change) => {
    const folder = tempFolder({ ...good, ...change });
    expect((await runCli(folder, ["generate", "--keep-going"])).code).toBe(2);
    expect(existsSync(join(folder, "generated"))).toBe(false);
  });

  test("does the same as generate when nothing is wrong", async () => {
    const folder = tempFolder(good);
    expect((await runCli(folder, ["generate", "--keep-going"])).code).toBe(0);
    expect((await runCli(folder, ["generate", "--check"])).code).toBe(0);
  });
});
