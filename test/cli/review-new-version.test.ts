// @module-tag long
import { expect, test } from "vitest";
import { gitEnv, gitRepository } from "../support/git-repository.js";
import { runCli } from "../support/run-cli.js";

/** The contract of `rabbitgen init` with a second version of its event. */
async function withNextVersion(publishes?: unknown) {
  const repository = gitRepository();
  const { folder, commit } = repository;
  await runCli(folder, ["init"]);
  if (publishes !== undefined) commit({ "schemas/contract.json": contractWith(publishes) });
  repository.git("add", "-A");
  repository.git("commit", "-q", "--allow-empty", "-m", "first");
  const { err: note } = await runCli(folder, ["new", "order_paid"]);
  const review = async (...formats: string[]) => {
    const { code, out } = await runCli(folder, ["review", "--against", "HEAD", ...formats], { env: gitEnv });
    return { code, out };
  };
  const lint = async () => (await runCli(folder, ["lint"])).out;
  return { note, review, lint };
}

function contractWith(publishes: unknown): unknown {
  const consumes = { order_paid: { versions: ["v1"], queue: { name: "svc-billing.order_paid" } } };
  return { services: { "svc-order": { publishes }, "svc-billing": { consumes } } };
}

test("a version beside the event of init is not published, and says who must read it first", async () => {
  const { note, review, lint } = await withNextVersion();
  expect(note).toContain(
    'Add v2 to "publishes" of svc-order in contract.json once every consumer handles it',
  );
  const { code, out } = await review();
  expect(code).toBe(0);
  expect(out).toContain("v2 of order_paid was added; no service publishes it yet.");
  expect(out).toContain("before a service publishes it, svc-billing must read it");
  expect(out).not.toContain("dead-letter");
  expect((await review("--format", "markdown")).out).toContain("✅ **Nothing breaks:**");
  expect(await lint()).not.toContain("consumer-missing-version");
});

test("where the publisher lists no versions, no format calls it safe, and each names who breaks", async () => {
  const { note, review, lint } = await withNextVersion(["order_paid"]);
  expect(note).toContain("so v2 counts as sent at once");
  const { code, out } = await review();
  expect(code).toBe(1);
  expect(out).not.toContain("Safe changes");
  expect(out).toContain(
    "error version-added\n  v2 of order_paid was added, and svc-billing would dead-letter it.",
  );
  expect(out).toContain('list in "publishes" which versions svc-order sends, as { "order_paid": ["v1"] }');
  const comment = (await review("--format", "markdown")).out;
  expect(comment).toContain("❌ **This may break:**");
  expect(comment).toMatch(/\| ❌ error \| .* \| may break consumers \| <code>svc-billing<\/code> \|/);
  const json = JSON.parse((await review("--format", "json")).out);
  expect(json.findings).toMatchObject([
    { rule: "version-added", severity: "error", review: { breaks: [{ verdict: "unknown" }] } },
  ]);
  const sarif = JSON.parse((await review("--format", "sarif")).out);
  expect(sarif.runs[0].results).toMatchObject([{ ruleId: "version-added", level: "error" }]);
  expect(await lint()).toContain("consumer-missing-version");
});
