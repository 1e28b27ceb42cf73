import { createHash } from "node:crypto";
import { compareText } from "../code/compare-text.js";
import type { Json } from "../json/json.js";
import { isObject, member } from "../json/json.js";

/** The file in which the output remembers what it was made from and which files are rabbitgen's. */
export const manifestName = "rabbitgen.json";

/** What an output remembers of the run that made it. */
export interface Manifest {
  /** The version of rabbitgen that wrote it; with another version, everything is regenerated. */
  readonly rabbitgen: string;
  readonly events: number;
  readonly versions: number;
  /** Content hashes of the schemas folder's files. */
  readonly schemas: ReadonlyMap<string, string>;
  /** Content hashes of every file that rabbitgen wrote. */
  readonly files: ReadonlyMap<string, string>;
}

/** Reads a manifest; `undefined` if the text is not a manifest; everything is then regenerated. */
export function parseManifest(text: string | undefined): Manifest | undefined {
  let value: Json;
  try {
    value = JSON.parse(text ?? "") as Json;
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const schemas = hashes(member(value, "schemas"));
  const files = hashes(member(value, "files"));
  const { rabbitgen, events, versions } = value;
  if (typeof rabbitgen !== "string" || !isCount(events) || !isCount(versions) || !schemas || !files)
    return undefined;
  return { rabbitgen, events, versions, schemas, files };
}

/** True for a manifest of whatever version, and for one that a merge left in pieces; false for a file of the user's. */
export function isManifest(text: string): boolean {
  return /^\s*\{\s*"rabbitgen"\s*:/.test(text);
}

/** The manifest as text: a line for each file, sorted, so that branches merge. */
export function printManifest({ schemas, files, ...rest }: Manifest, indentation: string): string {
  const sorted = (map: ReadonlyMap<string, string>): unknown =>
    Object.fromEntries([...map].sort(([a], [b]) => compareText(a, b)));
  return `${JSON.stringify({ ...rest, schemas: sorted(schemas), files: sorted(files) }, undefined, indentation)}\n`;
}

/**
 * A short content hash: 120 bits of SHA-256, of the text with LF line ends so a checkout's line-end setting makes no
 * difference.
 */
export function hashText(text: string): string {
  const lines = text.includes("\r") ? text.replaceAll("\r\n", "\n") : text;
  return createHash("sha256").update(lines).digest("base64url").slice(0, 20);
}

/** The content hash of each file. */
export function hashFiles(files: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...files].map(([path, text]) => [path, hashText(text)]));
}

function isCount(value: Json | undefined): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function hashes(value: Json | undefined): Map<string, string> | undefined {
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value);
  return entries.every(([, hash]) => typeof hash === "string")
    ? new Map(entries as [string, string][])
    : undefined;
}
