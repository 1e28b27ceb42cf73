import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type GitRepository, gitEnv, gitRepository } from "../support/git-repository.js";
import { runCli } from "../support/run-cli.js";
import { writeFiles } from "../support/temp-folder.js";
import { below, orderPaidV2, type SchemaFiles, shop } from "./shop-contract.js";
import { shopHistory } from "./shop-history.js";

interface Reported {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly fingerprint?: string;
  readonly review?: { readonly accepted?: unknown };
}

const method = { enum: ["card", "transfer", "cash"] };

/** A repository whose working tree adds an enum value, which breaks. */
function withNewValue(): GitRepository {
  const repository = gitRepository();
  repository.commit(below("schemas", shop));
  writeFiles(repository.folder, below("schemas", orderPaidV2({ method })));
  return repository;
}

async function findings({ folder }: GitRepository, ...more: string[]) {
  const argv = ["review", "--against", "HEAD", "--format", "json", ...more];
  const ran = await runCli(folder, argv, { env: gitEnv });
  const report = JSON.parse(ran.out || "{}") as { readonly findings?: readonly Reported[] };
  return { code: ran.code, err: ran.err, findings: report.findings ?? [] };
}

async function fingerprintIn(repository: GitRepository): Promise<string> {
  const [only, ...rest] = (await findings(repository)).findings;
  expect(rest).toEqual([]);
  return only?.fingerprint ?? "";
}

function accept({ folder }: GitRepository, ...entries: unknown[]): void {
  writeFiles(folder, { "schemas/review.json": { accept: entries } });
}

describe("a finding that review.json accepts", () => {
  test("fails nothing, and each report has the reason", async () => {
    const repository = withNewValue();
    const fingerprint = await fingerprintIn(repository);
    expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect((await findings(repository)).code).toBe(1);
    accept(repository, { fingerprint, reason: "no service reads the method" });
    const { code, findings: found } = await findings(repository);
    expect(code).toBe(0);
    expect(found[0]?.review?.accepted).toEqual({ reason: "no service reads the method" });
    for (const format of ["text", "github", "markdown", "sarif", "junit", "gitlab"]) {
      const argv = ["review", "--against", "HEAD", "--format", format];
      const { code, out } = await runCli(repository.folder, argv, { env: gitEnv });
      expect(code, format).toBe(0);
      expect(out, format).toContain("no service reads the method");
    }
    expect((await findings(repository, "--fail-on", "warning")).code).toBe(0);
  });

  test("is accepted to the end of its last day, and fails again after that", async () => {
    const repository = withNewValue();
    const fingerprint = await fingerprintIn(repository);
    accept(repository, { fingerprint, reason: "until all are new", until: "2026-11-24" });
    expect((await findings(repository)).code).toBe(0);
    accept(repository, { fingerprint, reason: "until all are new", until: "2026-11-23" });
    const { code, findings: found } = await findings(repository);
    expect(code).toBe(1);
    expect(found.map(({ rule, severity, review }) => [rule, severity, review?.accepted])).toEqual([
      ["enum-value-added", "error", undefined],
      ["approval-lapsed", "warning", undefined],
    ]);
  });

  test("that is already in the base is not reported, in this review and later ones", async () => {
    const repository = withNewValue();
    const fingerprint = await fingerprintIn(repository);
    accept(repository, { fingerprint, reason: "fine" });
    repository.commit({});
    expect(await findings(repository, "--fail-on", "warning")).toMatchObject({ code: 0, findings: [] });
    accept(repository, { fingerprint, reason: "fine, in other words", until: "2020-01-01" });
    expect(await findings(repository, "--fail-on", "warning")).toMatchObject({ code: 0, findings: [] });
    writeFiles(repository.folder, below("schemas", orderPaidV2({ method }, { description: "Paid." })));
    const { findings: later } = await findings(repository);
    expect(later.map(({ rule }) => rule)).toEqual(["annotations-changed"]);
  });

  test("that is not there, by a new entry, is a warning, of which --fail-on warning makes a failure", async () => {
    const repository = withNewValue();
    const fingerprint = await fingerprintIn(repository);
    repository.commit({});
    accept(repository, { fingerprint, reason: "fine" });
    const { code, findings: found } = await findings(repository);
    expect({ code, found: found.map(({ rule, severity }) => [rule, severity]) }).toEqual({
      code: 0,
      found: [["approval-stale", "warning"]],
    });
    expect((await findings(repository, "--fail-on", "warning")).code).toBe(1);
  });

  test("of an earlier state, or of lint, is accepted by a new entry all the same", async () => {
    const repository = gitRepository();
    repository.commit(below("schemas", shop));
    repository.git("tag", "v1");
    repository.commit(below("schemas", orderPaidV2({ method: { enum: ["card"] } })));
    const lint = JSON.parse(
      (await runCli(repository.folder, ["lint", "--format", "json", "--fail-on", "warning"])).out,
    ) as { readonly findings: readonly Reported[] };
    const earlier = (await findings(repository, "--against", "HEAD", "v1")).findings;
    const all = [...lint.findings, ...earlier].map(({ fingerprint }) => ({ fingerprint, reason: "fine" }));
    expect([lint.findings.length, earlier.length]).toEqual([1, 1]);
    accept(repository, ...all);
    const { code, findings: found } = await findings(repository, "--against", "HEAD", "v1");
    expect({ code, rules: found.map(({ rule }) => rule) }).toEqual({
      code: 0,
      rules: ["enum-value-removed"],
    });
    accept(repository, ...all, { fingerprint: "0123456789abcdef", reason: "a slip of the pen" });
    const slipped = (await findings(repository, "--against", "HEAD", "v1")).findings;
    expect(slipped.map(({ rule }) => rule)).toEqual(["enum-value-removed", "approval-stale"]);
  });
});

describe("an entry that cannot be read", () => {
  test.each<[string, unknown, string]>([
    ["no reason", {}, "reason"],
    ["an empty reason", { reason: "  " }, "reason"],
    ["no fingerprint", { fingerprint: undefined, reason: "fine" }, "fingerprint"],
    ["a short fingerprint", { fingerprint: "0123", reason: "fine" }, "fingerprint"],
    ["a day that is none", { reason: "fine", until: "2027-02-30" }, "until"],
    ["a year", { reason: "fine", until: 2027 }, "until"],
    ["a property that is misspelt", { reason: "fine", untill: "2020-01-01" }, "untill"],
  ])("since it has %s is an error, and accepts nothing", async (_, entry, word) => {
    const repository = withNewValue();
    const fingerprint = await fingerprintIn(repository);
    accept(repository, { fingerprint, ...(entry as object) });
    const { code, findings: found } = await findings(repository);
    const wrong = found.find(({ rule }) => rule === "approval-invalid");
    expect(code).toBe(1);
    expect(found.find(({ rule }) => rule === "enum-value-added")?.review?.accepted).toBeUndefined();
    expect(wrong).toMatchObject({ severity: "error", message: expect.stringContaining(word) });
  });

  test("since its reason is the one that was printed is an error at the reason", async () => {
    const repository = withNewValue();
    const fingerprint = await fingerprintIn(repository);
    const entry = { fingerprint, reason: "TODO: why this is acceptable" };
    writeFiles(repository.folder, {
      "schemas/review.json": JSON.stringify({ accept: [entry] }, undefined, 2),
    });
    const { code, findings: found } = await findings(repository);
    expect(code).toBe(1);
    expect(found.find(({ rule }) => rule === "enum-value-added")?.review?.accepted).toBeUndefined();
    expect(found.find(({ rule }) => rule === "approval-invalid")).toMatchObject({
      severity: "error",
      range: { line: 5, column: 17 },
      message: 'Replace the TODO: "reason" must say why the finding is acceptable.',
    });
  });

  test.each<[string, unknown]>([
    ["a list", []],
    ["another list", { accepted: [] }],
    ["text instead of entries", { accept: "all" }],
    ["text as an entry", { accept: ["0123456789abcdef"] }],
  ])("since the file has %s is an error", async (_, content) => {
    const repository = withNewValue();
    writeFiles(repository.folder, { "schemas/review.json": content });
    const { code, findings: found } = await findings(repository);
    expect(code).toBe(1);
    expect(found.map(({ rule }) => rule)).toContain("approval-invalid");
  });

  test("since the file is not JSON ends with 2, and shows the line", async () => {
    const repository = withNewValue();
    writeFiles(repository.folder, { "schemas/review.json": '{ "accept": [ }' });
    const { code, err } = await findings(repository);
    expect(code).toBe(2);
    expect(err).toMatch(/^schemas\/review\.json:1:\d+ error json-syntax\n/);
  });
});

describe("what --format approvals prints", () => {
  test("makes the same review pass, once each reason is written", async () => {
    const { folder } = shopHistory();
    const path = join(folder, "schemas/review.json");
    const known = JSON.parse(readFileSync(path, "utf8")) as { readonly accept: readonly unknown[] };
    const review = (format: string) =>
      runCli(folder, ["review", "--against", "main", "--format", format], { env: gitEnv });
    const printed = (await review("approvals")).out;
    const { accept: entries } = JSON.parse(printed) as { readonly accept: readonly unknown[] };
    expect(entries.length).toBeGreaterThan(4);
    const write = (text: string): void =>
      writeFiles(folder, {
        "schemas/review.json": {
          accept: [...known.accept, ...(JSON.parse(text) as typeof known).accept],
        },
      });
    write(printed);
    expect(await review("text")).toMatchObject({ code: 1 });
    write(printed.replaceAll("TODO: why this is acceptable", "nothing is live yet"));
    const { code, out } = await review("text");
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringMatching(/^Safe changes:/) });
    expect(out).not.toContain("approval-");
    expect(JSON.parse((await review("approvals")).out)).toMatchObject({ accept: [] });
  });
});

describe("--format approvals=schemas/review.json", () => {
  const path = "schemas/review.json";
  const kept = {
    fingerprint: "ffffffffffffffff",
    finding: "order v1: kept",
    reason: "asked them",
    until: "2099-01-01",
  };
  const write = async ({ folder }: GitRepository, file = path) => {
    const argv = ["review", "--against", "HEAD", "--format", `approvals=${file}`];
    const ran = await runCli(folder, argv, { env: gitEnv });
    return { ...ran, text: readFileSync(join(folder, file), "utf8") };
  };

  test("keeps the entries that are there, in one order, and changes nothing a second time", async () => {
    const repository = withNewValue();
    const fingerprint = await fingerprintIn(repository);
    writeFiles(repository.folder, { [path]: { $schema: "mine.json", accept: [kept] } });
    const first = await write(repository);
    const value = JSON.parse(first.text) as { accept: { fingerprint: string; finding: string }[] };
    expect(value).toMatchObject({ $schema: "mine.json" });
    expect(value.accept).toHaveLength(2);
    expect(value.accept).toContainEqual(kept);
    expect(value.accept.map((each) => each.finding)).toEqual(
      value.accept.map((each) => each.finding).toSorted(),
    );
    expect(value.accept.map((each) => each.fingerprint)).toContain(fingerprint);
    const reasoned = first.text.replace("TODO: why this is acceptable", "agreed");
    writeFiles(repository.folder, { [path]: reasoned });
    expect((await write(repository)).text).toBe(reasoned);
    expect((await findings(repository)).code).toBe(0);
    writeFiles(repository.folder, { [path]: { ...value, accept: value.accept.toReversed() } });
    expect((await write(repository)).text).toBe(first.text);
  });

  test("counts the new entries on stderr, and still fails", async () => {
    const repository = withNewValue();
    expect(await write(repository)).toMatchObject({
      code: 1,
      out: "",
      err: `1 entry added to ${path}: write its reason, then run review again.\n`,
    });
    expect(await write(repository)).toMatchObject({ code: 1, err: `No entry added to ${path}.\n` });
    writeFiles(repository.folder, { ...below("schemas", shop), [path]: { accept: [] } });
    expect((await write(repository)).err).toBe("");
  });

  test("makes the file where there is none, and one in YAML likewise", async () => {
    const repository = withNewValue();
    expect(JSON.parse((await write(repository)).text)).toMatchObject({ accept: [{}] });
    writeFiles(repository.folder, {
      "empty.json": "",
      "list.yaml": `accept:\n- ${JSON.stringify(kept)}\n`,
    });
    expect(JSON.parse((await write(repository, "empty.json")).text)).toMatchObject({ accept: [{}] });
    const { text } = await write(repository, "list.yaml");
    expect(text.match(/fingerprint: /g)).toHaveLength(2);
    expect(text).toContain("reason: asked them");
  });

  test.each([
    ["no JSON", '{ "accept": ['],
    ["a list", "[]"],
    ["another accept", '{ "accept": {} }'],
  ])("leaves a file alone that is %s", async (_, content) => {
    const repository = withNewValue();
    writeFiles(repository.folder, { "other.json": content });
    const { code, err, text } = await write(repository, "other.json");
    expect({ code, text }).toEqual({ code: 2, text: content });
    expect(err).toMatch(/^rabbitgen: other\.json cannot be extended: [^\n]+\n$/);
  });
});

describe("a fingerprint", () => {
  test.each<[string, SchemaFiles]>([
    [
      "lines that move",
      {
        "order_paid/v2.json": `\n\n\n${JSON.stringify(orderPaidV2({ method })["order_paid/v2.json"], undefined, 8)}\n\n`,
      },
    ],
    [
      "keys in another order",
      { "order_paid/v2.json": reversed(orderPaidV2({ method })["order_paid/v2.json"]) },
    ],
    ["other changes beside it", { "order_paid/v3.json": {}, "order/placed/v1.json": {} }],
    ["a description in the same file", orderPaidV2({ method }, { description: "Paid." })],
  ])("survives %s", async (_, files) => {
    const repository = withNewValue();
    const fingerprint = await fingerprintIn(repository);
    writeFiles(repository.folder, below("schemas", files));
    const { findings: found } = await findings(repository);
    expect(found.find(({ rule }) => rule === "enum-value-added")?.fingerprint).toBe(fingerprint);
  });

  test("survives a rebase on another commit", async () => {
    const repository = withNewValue();
    const fingerprint = await fingerprintIn(repository);
    const { git, commit, folder } = repository;
    git("checkout", "-q", "-b", "feature");
    commit({});
    git("checkout", "-q", "main");
    commit(below("schemas", { "order/placed/v1.json": { type: "object" } }));
    git("checkout", "-q", "feature");
    git("rebase", "-q", "main");
    const argv = ["review", "--against", "main", "--format", "json"];
    const { out } = await runCli(folder, argv, { env: gitEnv });
    const { findings: found } = JSON.parse(out) as { readonly findings: readonly Reported[] };
    expect(found.map((each) => each.fingerprint)).toEqual([fingerprint]);
  });

  test("is another one for another value, another place and another event", async () => {
    const repository = withNewValue();
    const first = await fingerprintIn(repository);
    const other = { enum: ["card", "transfer", "voucher"] };
    writeFiles(repository.folder, below("schemas", orderPaidV2({ method: other })));
    const second = await fingerprintIn(repository);
    writeFiles(
      repository.folder,
      below("schemas", {
        ...shop,
        "_shared/money.json": {
          ...shop["_shared/money.json"],
          properties: { amount: { type: "integer", minimum: 0 }, currency: { enum: ["EUR", "USD", "cash"] } },
        },
      }),
    );
    const third = await fingerprintIn(repository);
    expect(new Set([first, second, third]).size).toBe(3);
  });
});

function reversed(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, each]) => [key, reversed(each)]),
  );
}
