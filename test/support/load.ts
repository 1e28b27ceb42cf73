import type { Contract } from "../../src/contract/contract.js";
import { loadContract } from "../../src/contract/load-contract.js";
import type { Finding } from "../../src/findings/finding.js";

/** Files of a schemas folder; anything but text is written as JSON. */
export type Files = Readonly<Record<string, unknown>>;

/** Loads a schemas folder that is given in the test itself. */
export async function load(
  files: Files,
): Promise<{ contract: Contract | undefined; findings: readonly Finding[] }> {
  return loadContract(texts(files));
}

/** The texts of a schemas folder, by path. */
export function texts(files: Files): Map<string, string> {
  return new Map(Object.entries(files).map(([path, content]) => [path, asText(content)]));
}

/** Loads a contract that must be free of errors. */
export async function loadGood(files: Files): Promise<Contract> {
  const { contract, findings } = await load(files);
  if (!contract) throw new Error(`the contract has errors: ${JSON.stringify(findings, undefined, 2)}`);
  return contract;
}

/** Each finding in one line: `file:line:column severity rule`. */
export function places(findings: readonly Finding[]): string[] {
  return findings.map(({ file, range, severity, rule }) => {
    const place = range ? `:${range.line}:${range.column}` : "";
    return `${file}${place} ${severity} ${rule}`;
  });
}

function asText(content: unknown): string {
  return typeof content === "string" ? content : JSON.stringify(content, undefined, 2);
}
