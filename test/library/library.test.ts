import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  addUses,
  applyApprovals,
  generateFolder,
  lintFolder,
  loadContract,
  mergeApprovals,
  readFolder,
  readRevision,
  reporters,
  reviewContracts,
  reviewFolder,
  UnsoundError,
  UsageError,
} from "../../src/index.js";
import { type GitRepository, gitEnv, gitRepository } from "../support/git-repository.js";
import { tempFolder, writeFiles } from "../support/temp-folder.js";

const note = { type: "object", properties: { id: { type: "string" }, note: { type: "string" } } };
const before = { ...note, required: ["id"] };
const after = { ...note, required: ["id", "note"] };
const consumer = `
import { connect, orderPaid } from "./generated/index.js";
const rabbit = await connect({ url: "amqp://localhost", service: "svc-billing" });
await rabbit.consumer(orderPaid, { queue: "q", handlers: { v1: async (event) => console.log(event.note) } });
`;

/** A repository whose branch `main` has the event, with a note that its working tree requires. */
function changedRepository(): GitRepository & { readonly schemas: string } {
  const repository = gitRepository();
  repository.commit({ "schemas/order_paid/v1.json": before });
  writeFiles(repository.folder, { "schemas/order_paid/v1.json": after });
  return { ...repository, schemas: join(repository.folder, "schemas") };
}

/** The same surroundings on every machine. */
const surroundings = (cwd: string) => ({ cwd, env: gitEnv, today: "2026-11-24" });

test("generates into a folder, leaves it alone when nothing changed, and only compares when asked", async () => {
  const cwd = tempFolder({ "schemas/order_paid/v1.json": before });
  const first = await generateFolder({ cwd });
  expect(first).toMatchObject({ findings: [], events: 1, versions: 1 });
  expect(first.difference?.missing).toContain("events/order_paid/v1.types.ts");
  expect(existsSync(join(cwd, "generated/index.ts"))).toBe(true);
  expect((await generateFolder({ cwd })).difference).toMatchObject({ changed: [], missing: [], stale: [] });
  const types = join(cwd, "generated/events/order_paid/v1.types.ts");
  const edited = `${readFileSync(types, "utf8")}export type Edited = true;\n`;
  writeFileSync(types, edited);
  const checked = await generateFolder({ cwd, check: true });
  expect(checked.difference?.changed).toEqual(["events/order_paid/v1.types.ts"]);
  expect(readFileSync(types, "utf8")).toBe(edited);
});

test("returns what is wrong with the schemas, and writes nothing then", async () => {
  const cwd = tempFolder({ "schemas/order_paid/v1.json": { type: "strin" } });
  const { findings, difference } = await generateFolder({ cwd, out: "sdk" });
  expect(findings.map(({ severity, file }) => [severity, file])).toEqual([["error", "order_paid/v1.json"]]);
  expect(difference).toBeUndefined();
  expect(existsSync(join(cwd, "sdk"))).toBe(false);
});

test("rejects with a UsageError for a folder that is not there, and for one with files of others", async () => {
  const cwd = tempFolder({ "schemas/order_paid/v1.json": before, "sdk/index.ts": "mine" });
  await expect(generateFolder({ cwd, schemas: "nowhere" })).rejects.toThrow(UsageError);
  await expect(generateFolder({ cwd, out: "sdk" })).rejects.toThrow(UsageError);
  await expect(lintFolder({ cwd, schemas: "nowhere" })).rejects.toThrow(UsageError);
});

test("reviews a folder against a revision, with a message that proves the break, and notes on the way", async () => {
  const { folder } = changedRepository();
  const notes: string[] = [];
  const report = await reviewFolder({
    ...surroundings(folder),
    against: ["main"],
    note: (text) => notes.push(text),
  });
  expect(report.failed).toBe(true);
  const [finding] = report.findings;
  expect(finding).toMatchObject({ rule: "required-added", severity: "error" });
  expect(finding?.review?.breaks[0]).toMatchObject({ direction: "backward", verdict: "refuted" });
  expect(finding?.review?.breaks[0]?.witness).toHaveProperty("id");
  expect(reporters.text(report, { color: false })).toContain("required-added");
  expect(notes).toEqual([]);
});

test("reviews two revisions, whatever the working tree has", async () => {
  const { folder, git, schemas } = changedRepository();
  git("checkout", "-q", "-b", "feature");
  git("commit", "-q", "-a", "-m", "Require the note");
  writeFiles(folder, { "schemas/order_paid/v1.json": "not a schema" });
  const report = await reviewFolder({ ...surroundings(folder), against: ["main"], head: "feature" });
  expect(report.findings.map(({ rule }) => rule)).toEqual(["required-added"]);
  const backwards = await reviewFolder({ ...surroundings(folder), against: ["feature"], head: "main" });
  expect(backwards.findings.map(({ rule }) => rule)).toEqual(["required-removed"]);
  await expect(reviewFolder({ ...surroundings(folder), against: ["main"] })).rejects.toThrow(UnsoundError);
  const revision = await readRevision({ folder: schemas, ref: "main", env: gitEnv });
  expect([...revision.files.keys()]).toEqual(["order_paid/v1.json"]);
});

test("accepts findings by a file of approvals, which keeps what is there", async () => {
  const { folder, schemas } = changedRepository();
  const options = { ...surroundings(folder), against: ["main"] };
  const report = await reviewFolder(options);
  const added = reporters.approvals(report, { color: false });
  const text = mergeApprovals("review.json", undefined, added);
  expect(mergeApprovals("review.json", text, added)).toBe(text);
  writeFileSync(join(schemas, "review.json"), text.replace(/"reason": "[^"]*"/, '"reason": "Agreed."'));
  const accepted = await reviewFolder(options);
  expect(accepted.failed).toBe(false);
  expect(accepted.findings[0]?.review?.accepted).toEqual({ reason: "Agreed." });
  // the same by the phases alone
  const now = await loadContract(readFolder(schemas).files);
  const old = await loadContract((await readRevision({ folder: schemas, ref: "main", env: gitEnv })).files);
  if (!now.contract || !old.contract) throw new Error("a contract has errors");
  const found = reviewContracts(
    { contract: old.contract, sources: old.sources },
    { contract: now.contract, sources: now.sources },
    { today: "2026-11-24" },
  );
  const marked = applyApprovals(found, now.sources.get("review.json"), { today: "2026-11-24" });
  expect(marked.map(({ review }) => review?.accepted?.reason)).toEqual(["Agreed."]);
});

test("finds the uses of what a change concerns in code", async () => {
  const { folder, schemas } = changedRepository();
  await generateFolder({ cwd: folder, out: "src/generated" });
  writeFiles(folder, {
    "src/consumer.ts": consumer,
    "schemas/order_paid/v1.json": { ...before, properties: { id: note.properties.id } },
  });
  const report = await reviewFolder({ ...surroundings(folder), against: ["main"] });
  const { files } = await readRevision({ folder: schemas, ref: "main", env: gitEnv });
  const { contract } = await loadContract(files);
  if (!contract) throw new Error("the base has errors");
  const { findings, notes } = await addUses(report.findings, { code: ["src"], contract, cwd: folder });
  expect(findings.flatMap(({ review }) => review?.uses ?? [])).toEqual([
    { file: "src/consumer.ts", line: 4, column: expect.any(Number), what: "reads note" },
  ]);
  expect(notes).toEqual([]);
  const whole = await reviewFolder({ ...surroundings(folder), against: ["main"], code: ["src"] });
  expect(whole.findings).toEqual(findings);
});

test("lints a folder by its own settings, and says where errors hide further findings", async () => {
  const cwd = tempFolder({
    "schemas/contract.json": { lint: { rules: { "property-undescribed": "warning" } } },
    "schemas/order_paid/v1.json": before,
  });
  const { report, isBroken } = await lintFolder({ cwd, env: gitEnv, today: "2026-11-24" });
  expect(isBroken).toBe(false);
  expect(report.failed).toBe(true);
  expect(report.findings.map(({ rule }) => rule)).toContain("property-undescribed");
  writeFiles(cwd, { "schemas/order_paid/v1.json": { type: "strin" } });
  expect(await lintFolder({ cwd, env: gitEnv, today: "2026-11-24" })).toMatchObject({ isBroken: true });
});
