import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { gitEnv, gitRepository } from "../support/git-repository.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";
import { everyReport, expectGolden } from "./golden-reports.js";
import { below, orderPaidV2, type SchemaFiles, shop } from "./shop-contract.js";

const contract = shop["contract.json"];

const lint = (folder: string, ...more: string[]) => runCli(folder, ["lint", ...more], { env: gitEnv });

/** Settings that lint requires for a version that not every service reads. */
const deprecated: SchemaFiles = {
  "order_paid/event.json": {
    ...shop["order_paid/event.json"],
    versions: { v1: { deprecated: true, sunset: "2027-06-30", replacedBy: "v2" } },
  },
};

/** The shop, in which lint finds nothing, with these files added. */
function shopFolder(files: SchemaFiles = {}): string {
  return tempFolder(below("schemas", { ...shop, ...deprecated, ...files }));
}

/** Things that lint finds: the default virtual host, a bound that nothing meets, a keyword that is misspelt. */
const smelly: SchemaFiles = {
  "contract.json": { ...contract, vhost: "/" },
  ...orderPaidV2({ note: { type: "string", minLength: 9, maxLength: 3, patern: "^a" } }),
};

describe("rabbitgen lint", () => {
  test("has these reports, with files as the repository names them", async () => {
    const repository = gitRepository();
    repository.commit(below("services/order/schemas", { ...shop, ...smelly }));
    const ran = await everyReport(join(repository.folder, "services/order"), ["lint"]);
    expect(ran).toMatchObject({ code: 1, out: "", err: "" });
    await expectGolden(ran, "lint/smelly");
  });

  test("ends with 0 when there is nothing to fix", async () => {
    expect(await lint(shopFolder())).toEqual({ code: 0, out: "no findings in 1 event\n", err: "" });
  });

  test("fails on warnings, or on errors only", async () => {
    const folder = shopFolder({ "contract.json": { ...contract, vhost: "/" } });
    expect((await lint(folder)).code).toBe(1);
    expect((await lint(folder, "--fail-on", "error")).code).toBe(0);
    const strict = { ...contract, vhost: "/", lint: { rules: { "vhost-default": "error" } } };
    expect((await lint(shopFolder({ "contract.json": strict }), "--fail-on", "error")).code).toBe(1);
  });

  test("does as contract.json says of rules, and of categories where it says nothing of the rule", async () => {
    const rules = async (settings: unknown) => {
      const files = { ...smelly, "contract.json": { ...contract, vhost: "/", lint: settings } };
      const { out } = await lint(shopFolder(files), "--format", "json");
      const report = JSON.parse(out) as { findings: { rule: string; severity: string }[] };
      return new Set(report.findings.map(({ rule, severity }) => `${rule} ${severity}`));
    };
    expect([...(await rules({}))].sort()).toEqual([
      "bounds-crossed warning",
      "keyword-unknown warning",
      "vhost-default warning",
    ]);
    expect(
      [...(await rules({ rules: { "vhost-default": "off", "keyword-unknown": "info" } }))].sort(),
    ).toEqual(["bounds-crossed warning", "keyword-unknown info"]);
    const all = { categories: { style: "off", wire: "error" }, rules: { "string-unbounded": "off" } };
    const found = [...(await rules(all))];
    expect(found.filter((each) => !each.endsWith(" error"))).toEqual([]);
    expect(found).toContain("vhost-default error");
    expect(found).not.toContain("string-unbounded error");
  });

  test.each([
    [{ rules: { "vhost-defualt": "off" } }, "vhost-default"],
    [{ rules: { "vhost-default": "fatal" } }, "vhost-default"],
    [{ categories: { wires: "off" } }, "wire"],
    [{ rule: {} }, "rule"],
  ])("ends with 2 where contract.json switches what there is not: %j", async (settings, word) => {
    const ran = await lint(shopFolder({ "contract.json": { ...contract, lint: settings } }));
    expect(ran.code).toBe(2);
    expect(ran.out).toContain("schemas/contract.json:");
    expect(ran.out).toContain(word);
  });
});

describe("schemas with errors", () => {
  const broken = { "order_paid/v1.json": '{\n  "type": "object",\n}\n' };

  test("end with 2, and every report has them", async () => {
    const ran = await everyReport(shopFolder(broken), ["lint"]);
    expect(ran).toMatchObject({ code: 2, out: "", err: "" });
    await expectGolden(ran, "lint/broken");
    for (const [format, text] of Object.entries(ran.reports)) expect(text, format).toContain("json-syntax");
  });

  test("end with 2 also when the file is not part of any event", async () => {
    const folder = shopFolder();
    writeFileSync(join(folder, "schemas/notes.json"), Buffer.from([0x7b, 0xff, 0x7d]));
    const ran = await lint(folder);
    expect(ran.out).toContain("file-encoding");
    expect(ran.code).toBe(2);
  });

  test("end with 2 where there is no folder, or no event in it", async () => {
    const folder = tempFolder();
    expect(await lint(folder)).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringMatching(/^rabbitgen: [^\n]+\n$/),
    });
    writeFiles(folder, { "schemas/contract.json": {} });
    expect(await lint(folder)).toMatchObject({ code: 2, err: expect.stringContaining("contains no events") });
  });

  test("and options that are wrong end with 2 and one line", async () => {
    const folder = shopFolder();
    for (const argv of [
      ["--format", "xml"],
      ["--format", "text", "--format", "json"],
    ]) {
      const ran = await lint(folder, ...argv);
      expect(ran).toMatchObject({ code: 2, out: "", err: expect.stringMatching(/^rabbitgen: [^\n]+\n$/) });
    }
  });
});

describe("a finding of lint that review.json accepts", () => {
  const queue = { name: "q", arguments: { "x-max-length": 5 } };
  const folderWith = (more: object = {}) =>
    tempFolder({
      "schemas/contract.json": { services: { s: { consumes: { ev: { queue } } } } },
      "schemas/ev/v1.json": { type: "object", propertees: {} },
      "schemas/ev/stray.json": {},
      ...more,
    });
  const findingsIn = async (folder: string) => {
    const { code, out } = await runCli(folder, ["lint", "--format", "json"]);
    const { findings } = JSON.parse(out) as {
      readonly findings: readonly { rule: string; fingerprint?: string; review?: { accepted?: object } }[];
    };
    return { code, findings };
  };

  test("fails nothing, also one of the loader's warnings, and the others still do", async () => {
    const folder = folderWith();
    expect((await findingsIn(folder)).code).toBe(1);
    const { err } = await runCli(folder, ["lint", "--format", "approvals=schemas/review.json"]);
    expect(err).toMatch(
      /^\d+ entries added to schemas\/review\.json: write their reasons, then run lint again\.\n$/,
    );
    const text = readFileSync(join(folder, "schemas/review.json"), "utf8");
    writeFiles(folder, { "schemas/review.json": text.replaceAll("TODO: why this is acceptable", "known") });
    const { code, findings } = await findingsIn(folder);
    expect(code).toBe(0);
    expect(findings.map(({ rule }) => rule)).toContain("file-unused");
    expect(findings.length).toBeGreaterThan(1);
    for (const { review } of findings) expect(review?.accepted).toEqual({ reason: "known" });
    expect((await runCli(folder, ["lint"])).out).toContain("reason: known");
    const { accept } = JSON.parse(text) as { accept: { fingerprint: string }[] };
    writeFiles(folder, {
      "schemas/review.json": { accept: accept.slice(1).map((each) => ({ ...each, reason: "known" })) },
    });
    expect((await findingsIn(folder)).code).toBe(1);
  });

  test("is not missed where review.json has entries of review", async () => {
    const accept = [{ fingerprint: "0123456789abcdef", reason: "an entry of review" }];
    const { findings } = await findingsIn(folderWith({ "schemas/review.json": { accept } }));
    expect(findings.map(({ rule }) => rule)).not.toContain("approval-stale");
  });

  test("is no longer accepted after its last day, nor by an entry that cannot be read", async () => {
    const folder = folderWith();
    const { findings } = await findingsIn(folder);
    const accept = findings.map(({ fingerprint }) => ({ fingerprint, reason: "known", until: "2026-11-23" }));
    writeFiles(folder, { "schemas/review.json": { accept } });
    expect(await findingsIn(folder)).toMatchObject({ code: 1 });
    writeFiles(folder, {
      "schemas/review.json": { accept: accept.map((each) => ({ ...each, reason: "" })) },
    });
    const { findings: wrong } = await findingsIn(folder);
    expect(wrong.map(({ rule }) => rule)).toContain("approval-invalid");
  });
});
