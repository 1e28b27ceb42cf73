import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { gitEnv, gitRepository } from "../support/git-repository.js";
import { runCli } from "../support/run-cli.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";
import { below, type SchemaFiles } from "./shop-contract.js";

const text = { type: "string" };
const schema = (properties: object = {}) => ({ type: "object", properties: { id: text, ...properties } });
const shared = (more: object = {}) => ({
  "_shared/money.json": { type: "integer", ...more },
  "paid/v1.json": schema({ total: { $ref: "../_shared/money.json" } }),
});
const settings = (more: object = {}) => ({ exchange: { name: "shop" }, ...more });

interface Told {
  readonly rule: string;
  readonly severity: string;
  readonly file: string;
  readonly message: string;
  readonly fingerprint?: string;
  readonly review: { readonly notes?: readonly string[] };
}

/** Reviews a folder that had one content in the base and has another one now. */
async function review(before: SchemaFiles, after: SchemaFiles, unreadable: readonly string[] = []) {
  const folder = tempFolder({ ...below("old", before), ...below("schemas", after) });
  for (const name of unreadable) writeFileSync(join(folder, "old", name), Buffer.from([0x7b, 0xff, 0x7d]));
  return told(await runCli(folder, ["review", "--format", "json", "--against", "old"]));
}

function told({ code, out, err }: { readonly code: number; readonly out: string; readonly err: string }) {
  const { findings = [] } = JSON.parse(out || "{}") as { readonly findings?: readonly Told[] };
  return {
    code,
    err,
    findings,
    rules: findings.map(({ rule, file }) => `${rule} ${file.replace("schemas/", "")}`),
  };
}

const ok = { "sent/v1.json": schema() };
/** The other event's own change, which is reported whatever is wrong beside it. */
const changed = { "sent/v1.json": schema({ note: text }) };
const noted = "property-added sent/v1.json";

describe("what is wrong in the base", () => {
  test.each<[what: string, before: SchemaFiles, after: SchemaFiles]>([
    ["no JSON", { "paid/v1.json": '{ "type": "object", }' }, { "paid/v1.json": schema() }],
    ["no schema", { "paid/v1.json": { type: "objekt" } }, { "paid/v1.json": schema() }],
    [
      "a reference that leads nowhere",
      { "paid/v1.json": schema({ total: { $ref: "../_shared/none.json" } }) },
      { "paid/v1.json": schema() },
    ],
    ["a definition that is no schema", shared({ minimum: "0" }), shared()],
    [
      "its settings",
      { "paid/v1.json": schema(), "paid/event.json": { ownr: 1 } },
      { "paid/v1.json": schema() },
    ],
    [
      "one of its versions",
      { "paid/v1.json": schema(), "paid/v2.json": "{" },
      { "paid/v1.json": schema(), "paid/v2.json": schema({ note: text }) },
    ],
  ])("is fixed by the change that is reviewed: %s", async (_, before, after) => {
    const ran = await review({ ...ok, ...before }, { ...changed, ...after });
    const file = Object.keys(after)
      .filter((path) => path.startsWith("paid/v"))
      .at(-1);
    expect(ran).toMatchObject({ code: 0, err: "", rules: [`base-unreadable ${file}`, noted] });
    expect(ran.findings[0]).toMatchObject({
      severity: "warning",
      message: "Event paid could not be compared: it could not be read in the base.",
      review: { notes: [expect.stringMatching(/^old:schemas\/\S+ \S+: \S/)] },
    });
  });

  test.each([
    ["a version", "paid/v1.json"],
    ["a definition", "_shared/money.json"],
  ])("is fixed where it was not text: %s", async (_, unreadable) => {
    const ran = await review({ ...ok, ...shared() }, { ...changed, ...shared({ minimum: 0 }) }, [unreadable]);
    expect(ran).toMatchObject({ code: 0, rules: ["base-unreadable paid/v1.json", noted] });
  });

  test("may be all that there is", async () => {
    const ran = await review({ "paid/v1.json": "{" }, { "paid/v1.json": schema(), ...ok });
    expect(ran.rules).toEqual(["base-unreadable paid/v1.json", "event-added sent/v1.json"]);
  });

  test("is reported for an event that has been removed", async () => {
    const ran = await review({ ...ok, "paid/v1.json": "{" }, changed);
    expect(ran.rules).toEqual(["base-unreadable paid/v1.json", noted]);
    expect(ran.findings[0]?.message).toBe(
      "Event paid was removed, and could not be compared: it could not be read in the base.",
    );
  });

  test("and matters to no event is reported once", async () => {
    const ran = await review({ ...ok, "v1.json": {}, "_shared/a.json": "{" }, changed);
    expect(ran.rules).toEqual(["base-unreadable _shared/a.json", noted]);
    expect(ran.findings[0]?.review.notes).toHaveLength(2);
  });

  test("stays an error where it is still wrong", async () => {
    const broken = { "paid/v1.json": "{" };
    const ran = await review({ ...ok, ...broken }, { ...changed, "paid/v1.json": "[" });
    expect(ran).toMatchObject({ code: 2, rules: ["json-syntax paid/v1.json"] });
  });

  test("in a list of approvals is nothing to the comparison", async () => {
    expect((await review({ ...ok, "review.json": "{" }, changed)).rules).toEqual([noted]);
  });
});

describe("settings that are wrong in the base", () => {
  const services = { reader: { consumes: { sent: { queue: { name: "q" }, versions: ["v1", "v2"] } } } };
  test.each<[what: string, before: unknown, after: object]>([
    ["no JSON", "{", settings()],
    ["an unknown key", settings({ exchagne: 1 }), settings()],
    [
      "a service that reads what there is not",
      settings({ services: { a: { consumes: { none: {} } } } }),
      settings(),
    ],
    ["and those of now read what there was not", "{", settings({ services })],
  ])("give way to those of now: %s", async (_, before, after) => {
    const now = { ...changed, "sent/v2.json": schema({ more: text }), "contract.json": after };
    const { code, rules, findings } = await review({ ...ok, "contract.json": before }, now);
    expect({ code, rules }).toEqual({
      code: 0,
      rules: ["base-unreadable contract.json", noted, "version-added sent/v2.json"],
    });
    expect(findings[0]?.message).toBe(
      "The settings in contract.json could not be compared: they could not be read in the base.",
    );
  });

  test("and are not text", async () => {
    const before = { ...ok, "contract.json": settings() };
    const ran = await review(before, { ...changed, "contract.json": settings() }, ["contract.json"]);
    expect(ran).toMatchObject({ code: 0, rules: ["base-unreadable contract.json", noted] });
  });

  test("and are in a file of the same name in YAML now", async () => {
    const before = { ...ok, "contract.json": "{" };
    const ran = await review(before, { ...changed, "contract.yaml": "exchange: { name: shop }\n" });
    expect(ran).toMatchObject({ code: 0, rules: ["base-unreadable contract.yaml", noted] });
  });
});

test("what cannot be compared is accepted like anything else", async () => {
  const before = { ...ok, "paid/v1.json": "{" };
  const after = { ...changed, "paid/v1.json": schema() };
  const { findings } = await review(before, after);
  const accept = [{ fingerprint: findings[0]?.fingerprint, reason: "it was never published" }];
  const { findings: again } = await review(before, { ...after, "review.json": { accept } });
  expect(again[0]).toMatchObject({ review: { accepted: { reason: "it was never published" } } });
  expect(again).toHaveLength(2);
});

test("an earlier state that cannot be read is reported by name", async () => {
  const { folder, commit, git } = gitRepository();
  commit(below("schemas", { ...ok, "paid/v1.json": "{" }));
  git("tag", "release-1");
  commit(below("schemas", { ...ok, "paid/v1.json": schema() }));
  writeFiles(folder, below("schemas", changed));
  const argv = ["review", "--format", "json", "--against", "HEAD", "release-1"];
  const ran = told(await runCli(folder, argv, { env: gitEnv }));
  expect(ran).toMatchObject({ code: 0, rules: ["base-unreadable paid/v1.json", noted] });
  expect(ran.findings[0]?.message).toContain("could not be read in release-1.");
});
