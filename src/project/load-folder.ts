import { resolve } from "node:path";
import type { Contract } from "../contract/contract.js";
import type { Loaded, LoadOptions } from "../contract/load-contract.js";
import { type Folder, readFolder } from "../files/read-folder.js";
import { compareFindings, type Finding } from "../findings/finding.js";
import { UsageError } from "../findings/usage-error.js";
import { checkedBefore } from "./checked-before.js";
import type { Where } from "./surroundings.js";

/** A schemas folder as a command sees it. */
export interface LoadedFolder {
  /** Absent when some finding is an error. */
  readonly contract: Contract | undefined;
  readonly findings: readonly Finding[];
  /** Its files as they were parsed; settings by the names that they have in JSON, too. */
  readonly sources: Loaded["sources"];
  /** Names of the events that were left out to keep going, each with a file that has an error. */
  readonly broken: ReadonlyMap<string, string>;
  /** The texts of its JSON files by path below it. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Reads and loads a schemas folder; a folder that is not there, or has no event, is the user's mistake. With
 * `trustChecked`, what `generate` has found free of errors is not checked again.
 */
export async function loadFolder(
  { cwd }: Where,
  schemas: string,
  options: Pick<LoadOptions, "keepAnnotations"> & { readonly trustChecked?: boolean } = {},
): Promise<LoadedFolder> {
  const folder = readSchemas({ cwd }, schemas);
  const { trustChecked = false, ...others } = options;
  const checked = trustChecked ? checkedBefore({ cwd }, folder.files) : new Set<string>();
  return { ...(await loadTexts(folder, schemas, { ...others, checked })), files: folder.files };
}

/** Loads the texts of a schemas folder. */
export async function loadTexts(
  { files, findings }: Folder,
  schemas: string,
  options: Pick<LoadOptions, "checked" | "keepGoing" | "keepAnnotations"> = {},
): Promise<Omit<LoadedFolder, "files">> {
  const { loadContract } = await import("../contract/load-contract.js");
  const { keepGoing = false } = options;
  const loaded = await loadContract(files, { ...options, unread: findings });
  const unreadable = !keepGoing && findings.some(({ severity }) => severity === "error");
  if (!unreadable && loaded.contract?.events.length === 0) throw new UsageError(noEvents(schemas));
  const all = await audibleFindings([...findings, ...loaded.findings], loaded);
  const { contract, sources, broken } = loaded;
  const usable = unreadable ? undefined : contract;
  return { contract: usable, findings: all.sort(compareFindings), sources, broken };
}

/** All but warnings of rules of `lint` that `contract.json` sets to "off" or "info": `generate` repeats the others only. */
async function audibleFindings(findings: readonly Finding[], { sources }: Loaded): Promise<Finding[]> {
  if (findings.every(({ severity }) => severity === "error")) return [...findings];
  const { isAudible } = await import("../lint/is-audible.js");
  const { readLintSettings } = await import("../lint/lint-settings.js");
  const settings = readLintSettings(sources.get("contract.json"));
  return findings.filter((finding) => isAudible(finding, settings));
}

/** The texts of a schemas folder. */
export function readSchemas({ cwd }: Where, schemas: string, skips?: (path: string) => boolean): Folder {
  try {
    return readFolder(resolve(cwd, schemas), skips);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") throw new UsageError(noFolder(schemas));
    if (code === "EACCES") throw new UsageError(`Cannot read folder ${schemas}: permission denied.`);
    throw error;
  }
}

function noFolder(schemas: string): string {
  return `Folder ${schemas} not found. Pass your schemas folder with --schemas, or run \`rabbitgen init\` to create one.`;
}

/** What to say of a folder without events. */
export function noEvents(schemas: string): string {
  return `Folder ${schemas} contains no events. Run \`rabbitgen new order_paid\` to create one, or add order_paid/v1.json.`;
}
