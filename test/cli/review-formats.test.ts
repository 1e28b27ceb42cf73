import { expect, test } from "vitest";
import { gitEnv, gitRepository } from "../support/git-repository.js";
import { runCli } from "../support/run-cli.js";
import { writeFiles } from "../support/temp-folder.js";

test("a format of contract.json that became stricter breaks each schema that uses it", async () => {
  const { folder, commit } = gitRepository();
  const files = (pattern: string) => ({
    "schemas/contract.json": JSON.stringify({ formats: { code: { pattern } } }),
    "schemas/a/v1.json": JSON.stringify({
      type: "object",
      properties: { code: { type: "string", format: "code" } },
    }),
    "schemas/b/v1.json": JSON.stringify({ type: "object", properties: { code: { type: "string" } } }),
  });
  commit(files("^[A-Z]{2,3}$"));
  const old = "HEAD";
  const review = async () => {
    const argv = ["review", "--format", "json", "--against", old];
    const { code, out, err } = await runCli(folder, argv, { env: gitEnv });
    expect(err).toBe("");
    const { findings } = JSON.parse(out) as { findings: { file: string; severity: string; rule: string }[] };
    return { code, broken: findings.filter(({ severity }) => severity === "error").map(({ file }) => file) };
  };
  expect(await review()).toEqual({ code: 0, broken: [] });
  writeFiles(folder, files("^[A-Z]{3}$"));
  expect(await review()).toEqual({ code: 1, broken: ["schemas/a/v1.json"] });
  writeFiles(folder, files("^(?:[A-Z]{2}|[A-Z]{3})$"));
  expect((await review()).code).toBe(0);
});
