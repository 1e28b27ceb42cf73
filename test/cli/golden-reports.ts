import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { packageVersion } from "../../src/files/package-files.js";
import { gitEnv } from "../support/git-repository.js";
import { type Ran, runCli } from "../support/run-cli.js";
import { tempFolder } from "../support/temp-folder.js";

const extensions = {
  text: "txt",
  json: "json",
  github: "txt",
  markdown: "md",
  sarif: "json",
  junit: "xml",
  gitlab: "json",
  approvals: "json",
} as const;

/** The reports of one run in every format, and how it ended. */
export interface Reports extends Ran {
  readonly reports: Readonly<Record<string, string>>;
}

/** Runs a command once and writes every report; the package's version is `1.2.3` in them. */
export async function everyReport(
  cwd: string,
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Reports> {
  const out = tempFolder();
  const formats = Object.keys(extensions).filter((format) => argv[0] === "review" || format !== "approvals");
  const wanted = formats.flatMap((format) => ["--format", `${format}=${join(out, format)}`]);
  const ran = await runCli(cwd, [...argv, ...wanted], { env: { ...gitEnv, ...env } });
  const err = ran.err.replace(/^(No entry|\d+ entr(y|ies)) added to .*\n/m, ""); // names the temporary folder
  const version = packageVersion();
  const read = (format: string): string =>
    readFileSync(join(out, format), "utf8")
      .replaceAll(`rabbitgen@${version}`, "rabbitgen@1.2.3")
      .replaceAll(`ersion": "${version}"`, 'ersion": "1.2.3"');
  return {
    ...ran,
    err,
    reports:
      ran.code === 2 && err !== "" ? {} : Object.fromEntries(formats.map((each) => [each, read(each)])),
  };
}

/** Compares each report with its file `golden/<name>.<format>`. */
export async function expectGolden({ reports }: Reports, name: string): Promise<void> {
  for (const [format, extension] of Object.entries(extensions)) {
    const text = reports[format];
    if (text !== undefined) await expect(text).toMatchFileSnapshot(`golden/${name}.${format}.${extension}`);
  }
}
