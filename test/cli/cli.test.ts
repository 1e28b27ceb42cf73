import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { repository } from "../support/repository.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";

describe("the command line", () => {
  test("teaches with --help, for itself and for each command", async () => {
    const help = await runCli("/", ["--help"]);
    expect(help).toMatchObject({ code: 0, err: "" });
    for (const command of ["init", "new", "generate", "check", "compare"]) {
      expect(help.out).toContain(command);
      const own = await runCli("/", [command, "--help"]);
      expect(own.code).toBe(0);
      expect(own.out).toMatch(/Examples?:/);
    }
  });

  test("prints its version", async () => {
    const { version } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as {
      version: string;
    };
    expect(await runCli("/", ["--version"])).toEqual({ code: 0, out: `${version}\n`, err: "" });
  });

  test.each([
    [["generat"], "unknown command"],
    [["generate", "--chekc"], "Did you mean --check?"],
    [["check", "a"], "missing required argument"],
    [["generate", "--format", "xml"], "Allowed choices are text, json"],
    [["generate"], "Folder schemas not found"],
    [["generate", "--watch", "--check"], "cannot be combined"],
  ])("ends with 2 and one clear line for %j", async (argv, words) => {
    const ran = await runCli(tempFolder(), argv);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(words);
    expect(ran.err).not.toMatch(/^\s+at /m);
  });

  test("says so when there is no event yet", async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, "schemas"));
    expect((await runCli(folder, ["generate"])).err).toContain("contains no events");
  });

  test("uses colors only when they are enabled", async () => {
    const folder = tempFolder({ "schemas/a/v1.json": '{ "type": "strin" }' });
    const escape = "\u001b[";
    expect((await runCli(folder, ["generate"])).err).not.toContain(escape);
    expect((await runCli(folder, ["generate"], { color: true })).err).toContain(escape);
  });
});

describe("init, new and check", () => {
  test("take a team from nothing to an SDK, a second version and a checked message", async () => {
    const folder = tempFolder();
    const { out } = await runCli(folder, ["init"]);
    expect(out).toContain("schemas/order_paid/v1.json");
    expect(readFileSync(join(folder, "schemas/contract.json"), "utf8")).toContain('"vhost\\": ');
    expect(await runCli(folder, ["generate"])).toMatchObject({ code: 0, err: "" });
    expect((await runCli(folder, ["new", "order_paid"])).out).toBe("schemas/order_paid/v2.json\n");
    expect((await runCli(folder, ["new", "order/refunded"])).out.split("\n")).toEqual([
      "schemas/order/refunded/v1.json",
      "schemas/order/refunded/event.json",
      "schemas/order/refunded/examples/v1/valid/first.json",
      "schemas/contract.json",
      "",
    ]);
    expect((await runCli(folder, ["generate"])).out).toContain("2 events, 3 versions");
    const good = '{ "orderId": "o-1", "total": { "amount": 1, "currency": "EUR" } }';
    expect(await runCli(folder, ["check", "order_paid", "v2", "-"], { input: good })).toEqual({
      code: 0,
      out: "1 message is valid for order_paid v2\n",
      err: "",
    });
  });

  test("init and new overwrite nothing", async () => {
    const folder = tempFolder({ "schemas/order_paid/v1.json": '{ "type": "object" }' });
    expect(await runCli(folder, ["init"])).toMatchObject({ code: 2 });
    expect(readFileSync(join(folder, "schemas/order_paid/v1.json"), "utf8")).toBe('{ "type": "object" }');
    await runCli(folder, ["new", "order_paid"]);
    expect((await runCli(folder, ["new", "order_paid", "--from", "v1"])).out).toBe(
      "schemas/order_paid/v3.json\n",
    );
  });

  test("new copies the given version, under an $id of its own", async () => {
    const folder = tempFolder({
      "schemas/a/v1.json": '{\n  "$id": "https://example.com/a/v1.json",\n  "title": "one"\n}\n',
      "schemas/a/v2.json": '{\n  "$id": "urn:two",\n  "title": "two"\n}\n',
    });
    await runCli(folder, ["new", "a", "--from", "v1"]);
    expect(readFileSync(join(folder, "schemas/a/v3.json"), "utf8")).toBe(
      '{\n  "$id": "https://example.com/a/v3.json",\n  "title": "one"\n}\n',
    );
    await runCli(folder, ["new", "a", "--from", "v2"]);
    expect(readFileSync(join(folder, "schemas/a/v4.json"), "utf8")).toBe('{\n  "title": "two"\n}\n');
  });

  test.each(["../out", "/etc", "_shared", ".hidden", "a//b", "a/../../b", "con:x"])(
    "new refuses the name %s",
    async (name) => {
      const ran = await runCli(tempFolder({ "schemas/a/v1.json": "{}" }), ["new", name]);
      expect(ran).toMatchObject({ code: 2, out: "" });
      expect(ran.err).toContain("is not a valid event folder");
    },
  );

  test("check shows the lines of an object once, and a pattern as it was written", async () => {
    const folder = tempFolder({
      "schemas/a/v1.json": { properties: { p: { pattern: "^\\-$" } }, required: ["m", "n"] },
      "bad.json": '{ "p": "x" }',
    });
    const { out } = await runCli(folder, ["check", "a", "v1", "bad.json"]);
    expect(out.match(/> 1 \| /g)).toHaveLength(2);
    expect(out).toContain('The message must have property "n".');
    expect(out).toContain('The value at /p must match pattern "^\\\\-$".');
  });

  test("check shows where a message fails, in every file, and exits 1", async () => {
    const folder = tempFolder({
      "schemas/a/v1.json": { type: "object", properties: { n: { type: "integer" } }, required: ["n", "m"] },
      "good.json": { n: 1, m: 2 },
      "bad.json": '{\n  "n": "1"\n}',
      "worse.json": "{",
    });
    const ran = await runCli(folder, ["check", "a", "v1", "good.json", "bad.json", "worse.json"]);
    expect(ran.code).toBe(1);
    expect(ran.out).toContain('bad.json:1:1 error message-invalid\n  The message must have property "m".');
    expect(ran.out).toContain("bad.json:2:8 error message-invalid\n  The value at /n must be integer.");
    expect(ran.out).toContain("worse.json:1:2 error json-syntax");
    expect(ran.out).toContain("2 of 3 messages are not valid for a v1\n");
  });

  test("check judges as a consumer, or as a publisher who may send nothing undeclared", async () => {
    const folder = tempFolder({ "schemas/a/v1.json": { type: "object", properties: { n: {} } } });
    const input = '{ "z": 1 }';
    expect(await runCli(folder, ["check", "a", "v1", "-"], { input })).toMatchObject({ code: 0 });
    expect(await runCli(folder, ["check", "a", "v1", "-", "--as", "publisher"], { input })).toMatchObject({
      code: 1,
    });
  });

  test("check takes a message of the body envelope with its envelope and without", async () => {
    const folder = tempFolder({
      "schemas/contract.json": { envelope: "body" },
      "schemas/a/v1.json": { type: "object", properties: { n: {} }, additionalProperties: false },
    });
    for (const input of ['{ "version": "v1", "event": "a", "n": 1 }', '{ "n": 1 }']) {
      expect(await runCli(folder, ["check", "a", "v1", "-"], { input })).toMatchObject({ code: 0 });
    }
    const input = '{ "version": "v2", "event": "a", "n": 1 }';
    expect(await runCli(folder, ["check", "a", "v1", "-"], { input })).toMatchObject({ code: 1 });
  });

  test("check cannot do its work without the event, the version or the file", async () => {
    const folder = tempFolder({ "schemas/order_paid/v1.json": "{}" });
    expect((await runCli(folder, ["check", "order_piad", "v1", "-"])).err).toContain(
      "Did you mean order_paid?",
    );
    expect((await runCli(folder, ["check", "order_paid", "v3", "-"])).err).toContain(
      "Available versions: v1",
    );
    expect(await runCli(folder, ["check", "order_paid", "v1", "none.json"])).toMatchObject({ code: 2 });
  });

  test("check gives machines JSON", async () => {
    const folder = tempFolder({ "schemas/a/v1.json": { type: "string" } });
    const ran = await runCli(folder, ["check", "a", "v1", "-", "--format", "json"], { input: "5" });
    expect(JSON.parse(ran.out)).toMatchObject({
      event: "a",
      version: "v1",
      messages: 1,
      findings: [{ rule: "message-invalid" }],
    });
  });
});

test("the built program keeps its exit code when a reader stops reading", () => {
  const folder = tempFolder({ "schemas/a/v1.json": "{" });
  const cli = join(repository, "dist", "src", "bin.js");
  const script = `"${process.execPath}" "${cli}" generate 2>&1 | head -c 1; echo "\${PIPESTATUS[0]}"`;
  expect(execFileSync("bash", ["-c", script], { cwd: folder, encoding: "utf8" })).toMatch(/2\n$/);
});
