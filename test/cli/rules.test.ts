import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lintRules } from "../../src/lint/lint-rules.js";
import { reviewRules } from "../../src/review/review-rules.js";
import { brokerRules } from "../../src/rules/broker-rules.js";
import { importRules } from "../../src/rules/import-rules.js";
import { loaderRules } from "../../src/rules/loader/loader-rules.js";
import { repository } from "../support/repository.js";
import { runCli } from "../support/run-cli.js";

const withExamples = [...lintRules, ...reviewRules, ...loaderRules].map(({ id }) => id);
const ids = [...withExamples, ...[...brokerRules, ...importRules].map(({ id }) => id)];

const rules = (...argv: string[]) => runCli("/", ["rules", ...argv]);

test("rabbitgen rules lists every rule once, with its level and title", async () => {
  const { code, out, err } = await rules();
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const lines = out.split("\n").filter((line) => line.startsWith("  "));
  expect(lines.map((line) => line.trim().split(/\s+/)[0]).sort()).toEqual(ids.toSorted());
  for (const line of lines)
    expect(line).toMatch(/^ {2}[a-z-]+ +(?:off \()?(?:error|warning|info)\)? +[A-Z`$]/);
});

test.each(withExamples)(
  "rabbitgen rules %s explains it, and shows what is found and what is not",
  async (id) => {
    const { code, out } = await rules(id);
    expect(code).toBe(0);
    expect(out.startsWith(`${id}  (`)).toBe(true);
    for (const part of ["\nWhy: ", "\nFix: ", "\nInvalid:\n", "\nValid:\n"]) expect(out).toContain(part);
  },
);

test("a rule that there is not ends with 2, and with the nearest one", async () => {
  expect(await rules("vhost-defualt")).toEqual({
    code: 2,
    out: "",
    err: 'rabbitgen: Unknown rule "vhost-defualt". Did you mean vhost-default?\n',
  });
  expect((await rules("ref-remot")).err).toMatch(/Did you mean ref-remote\?\n$/);
  expect((await rules("zzz")).err).toBe(
    'rabbitgen: Unknown rule "zzz". Run `rabbitgen rules` to list all rules.\n',
  );
  expect((await rules("--format", "xml")).code).toBe(2);
});

test("rabbitgen rules --format json is for programs", async () => {
  const all = JSON.parse((await rules("--format", "json")).out) as { id: string; command: string }[];
  expect(all.map(({ id }) => id).sort()).toEqual(ids.toSorted());
  expect(JSON.parse((await rules("vhost-default", "--format", "json")).out)).toMatchObject([
    { id: "vhost-default", command: "lint", category: "wire", on: true },
  ]);
  expect(JSON.parse((await rules("json-syntax", "--format", "json")).out)).toMatchObject([
    { id: "json-syntax", command: "load", category: "json", on: true, severity: "error" },
  ]);
});

test("docs/reference/rules.md is what rabbitgen rules --format markdown prints", async () => {
  const { out } = await rules("--format", "markdown");
  const page = readFileSync(join(repository, "docs/reference/rules.md"), "utf8");
  expect(page, "run: npx rabbitgen rules --format markdown > docs/reference/rules.md").toBe(out);
});

test("rabbitgen rules shows files that are not JSON as they are, and long ones by their ends", async () => {
  expect((await rules("yaml-alias")).out).toContain(
    "  order_paid/v1.yaml\n    properties:\n      total: *money\n",
  );
  expect((await rules("file-encoding")).out).toContain("  order_paid/v1.json  (in ISO 8859-1)\n");
  expect((await rules("link-repeated")).out).toContain("  order_paid/again -> ../order_paid\n");
  expect((await rules("event-name")).out).toContain('  "order\\tpaid/v1.json"\n');
  expect((await rules("json-depth")).out).toMatch(/\[\[ … \]\].* \(1039 characters\)\n/);
});

test("rabbitgen rules <id> --format markdown has the section of that rule alone", async () => {
  const { out } = await rules("ref-remote", "--format", "markdown");
  expect(out.match(/^##+ .*/gm)).toEqual(["## Every command that reads schemas", "### ref-remote"]);
});
