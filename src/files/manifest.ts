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
  /** The only service that the output is for; `undefined` is for all. */
  readonly service?: string | undefined;
  readonly events: number;
  readonly versions: number;
  /** Content hashes of the schemas folder's files. */
  readonly schemas: ReadonlyMap<string, string>;
  /** Content hashes of every file that rabbitgen wrote. */
  readonly files: ReadonlyMap<string, string>;
}

/** A manifest as it is on disk. */
export interface ReadManifest extends Manifest {
  /** False when it is not what one run wrote, as after a merge: it then proves nothing, and everything is regenerated. */
  readonly isWhole: boolean;
}

/** Reads a manifest; `undefined` if the text is not a manifest; everything is then regenerated. */
export function parseManifest(text: string | undefined): ReadManifest | undefined {
  let value: Json;
  try {
    value = JSON.parse(text ?? "") as Json;
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const schemas = hashes(member(value, "schemas"));
  const files = hashes(member(value, "files"));
  const { rabbitgen, service, events, versions, digest } = value;
  if (typeof rabbitgen !== "string" || !isCount(events) || !isCount(versions) || !schemas || !files)
    return undefined;
  if (service !== undefined && typeof service !== "string") return undefined;
  const manifest = { rabbitgen, service, events, versions, schemas, files };
  return { ...manifest, isWhole: digest === digestOf(manifest) };
}

/**
 * The services that a manifest names, also one that a merge left in pieces: several after a merge of branches that
 * generated for different services.
 */
export function servicesInManifest(text: string): ReadonlySet<string> {
  const members = [...text.matchAll(/"service"\s*:\s*("(?:[^"\\\n]|\\.)*")/g)].map(([, name = '""']) => name);
  // as earlier versions wrote it
  const former = [...text.matchAll(/"rabbitgen"\s*:\s*"[^" ]+ for ((?:[^"\\\n]|\\.)*")/g)].map(
    ([, rest]) => `"${rest}`,
  );
  return new Set([...members, ...former].flatMap(nameIn));
}

function nameIn(literal: string): readonly string[] {
  try {
    return [JSON.parse(literal) as string];
  } catch {
    return [];
  }
}

/** True for a manifest of whatever version, and for one that a merge left in pieces; false for a file of the user's. */
export function isManifest(text: string): boolean {
  return /^\s*\{\s*"rabbitgen"\s*:/.test(text);
}

/** Ends each list, so that every other line ends with a comma, and lines that branches add merge (`merge=union`). */
const end = "";

/** For readers, and lines enough between the digest and the lists that git never merges the two as one conflict. */
const about = [
  "What rabbitgen remembers of its last run: content hashes of the schemas and of the generated files.",
  "A merge may keep the lines of both branches (merge=union in .gitattributes);",
  "the next run notices it, and writes this file again.",
];

/** The manifest as text: a line for each file, sorted, so that branches merge. */
export function printManifest(manifest: Manifest, indentation: string): string {
  const { schemas, files, ...rest } = manifest;
  const listed = (map: ReadonlyMap<string, string>): unknown =>
    Object.fromEntries([...sorted(map), [end, ""]]);
  const digest = digestOf(manifest);
  const value = { ...rest, digest, about, schemas: listed(schemas), files: listed(files) };
  return `${JSON.stringify(value, undefined, indentation)}\n`;
}

/** Proves that every part of a manifest is of the same run. */
function digestOf({ rabbitgen, service = "", events, versions, schemas, files }: Manifest): string {
  return hashText(JSON.stringify([rabbitgen, service, events, versions, sorted(schemas), sorted(files)]));
}

function sorted(map: ReadonlyMap<string, string>): [string, string][] {
  return [...map].sort(([a], [b]) => compareText(a, b));
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
  const entries = Object.entries(value).filter(([path]) => path !== end);
  return entries.every(([, hash]) => typeof hash === "string")
    ? new Map(entries as [string, string][])
    : undefined;
}
