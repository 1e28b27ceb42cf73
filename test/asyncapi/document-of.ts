import { expect } from "vitest";
import { runCli } from "../support/run-cli.js";

/** Files of a contract under `schemas/`. */
export function inSchemas(files: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(files).map(([path, value]) => [`schemas/${path}`, value]));
}

/** The document of a contract, and the same from YAML. */
export async function documentOf(folder: string, ...argv: readonly string[]) {
  const { code, out, err } = await runCli(folder, ["asyncapi", ...argv]);
  expect(err).toBe("");
  expect(code).toBe(0);
  const yaml = await runCli(folder, ["asyncapi", "--format", "yaml", ...argv]);
  return { text: out, yaml: yaml.out, value: JSON.parse(out) };
}
