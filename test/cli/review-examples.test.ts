import { expect, test } from "vitest";
import { gitEnv, gitRepository } from "../support/git-repository.js";
import { runCli } from "../support/run-cli.js";

const shop = (minLength: number) => ({
  "schemas/order_paid/v1.json": { properties: { code: { $ref: "../_shared/examples/code.json" } } },
  "schemas/_shared/examples/code.json": { type: "string", minLength },
  "schemas/examples/paid/v1.json": { type: "string", minLength },
});

test("examples have no say in a review, definitions and events in folders of that name do", async () => {
  const repository = gitRepository();
  repository.commit({ ...shop(1), "schemas/order_paid/examples/v1/valid/a.json": { code: "a" } });
  repository.commit({ ...shop(2), "schemas/order_paid/examples/v1/valid/a.json": "no JSON at all" });
  const ran = await runCli(repository.folder, ["review", "--against", "HEAD~1", "--format", "json"], {
    env: gitEnv,
  });
  expect(ran).toMatchObject({ code: 1, err: "" });
  const { counts, findings } = JSON.parse(ran.out) as {
    counts: { changedFiles: number };
    findings: readonly { file: string; message: string }[];
  };
  expect(counts.changedFiles).toBe(2);
  expect(findings.map(({ file, message }) => [file, message])).toEqual([
    ["schemas/_shared/examples/code.json", "minLength changed from 1 to 2"],
    ["schemas/examples/paid/v1.json", "minLength changed from 1 to 2"],
  ]);
});
