import { resolve } from "node:path";
import type { Contract } from "../contract/contract.js";
import { runtimeFiles } from "../files/package-files.js";
import type { Finding } from "../findings/finding.js";
import { UsageError } from "../findings/usage-error.js";
import { assembleTypes } from "../sdk/generate-sdk.js";

/** Where uses are looked for. */
export interface AddUsesOptions {
  /** Folders with TypeScript code. */
  readonly code: readonly string[];
  /** The contract before the change, whose SDK the code imports. */
  readonly contract: Contract;
  /** The folder that the paths of uses begin at, such as the repository's; default `cwd`. */
  readonly root?: string | undefined;
  /** The folder that relative paths begin at; default the process's working directory. */
  readonly cwd?: string;
}

/** Findings with their uses, and what could not be looked at, one sentence each. */
export interface FoundUses {
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

/**
 * Adds to the findings of a review the places in code that use what is removed or changed, by the types of the SDK. A
 * warning with a use is an error. Rejects with `UsageError` for code that cannot be read as TypeScript.
 */
export async function addUses(
  findings: readonly Finding[],
  { code, contract, cwd = process.cwd(), root = cwd }: AddUsesOptions,
): Promise<FoundUses> {
  const { wantedByFindings, withUses } = await import("../uses/wanted-by-findings.js");
  const wanted = wantedByFindings(findings);
  if (wanted.size === 0) return { findings, notes: [] };
  // types are enough: nothing is compiled, and the modules of validators have no code
  const sdk = await assembleTypes(contract, runtimeFiles());
  const roots = code.map((folder) => resolve(cwd, folder));
  const { findUses } = await import("../uses/find-uses.js");
  const found = (() => {
    try {
      return findUses({ roots, base: root, wanted, sdk });
    } catch (error) {
      throw new UsageError(`--code ${code.join(" ")} could not be read as TypeScript: ${String(error)}.`);
    }
  })();
  const notes = [...new Set([...found.notes, ...found.unresolved.values()])];
  return { findings: withUses(findings, found.uses), notes };
}
