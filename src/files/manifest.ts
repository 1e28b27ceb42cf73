import { createHash } from "node:crypto";
import type { Json } from "../contract/json.js";
import { isObject, member } from "../contract/json.js";
import { compareText } from "../finding.js";

/** The file in which the output remembers what it was made from and which files are rabbitgen's. */
export const manifestName = "rabbitgen.json";

/** Content hashes: of the schemas that the output was made from, and of every file that rabbitgen wrote. */
export interface Manifest {
  /** The version of rabbitgen that wrote it; another one makes everything anew. */
  readonly rabbitgen: string;
  readonly schemas: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, string>;
}

/** Reads a manifest; `undefined` when the text is none, which makes everything anew. */
export function parseManifest(text: string): Manifest | undefined {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const rabbitgen = member(value, "rabbitgen");
  const schemas = hashes(member(value, "schemas"));
  const files = hashes(member(value, "files"));
  return typeof rabbitgen === "string" && schemas && files ? { rabbitgen, schemas, files } : undefined;
}

/** The manifest as text: a line for each file, sorted, so that branches merge. */
export function printManifest({ rabbitgen, schemas, files }: Manifest): string {
  const sorted = (map: ReadonlyMap<string, string>): unknown =>
    Object.fromEntries([...map].sort(([a], [b]) => compareText(a, b)));
  return `${JSON.stringify({ rabbitgen, schemas: sorted(schemas), files: sorted(files) }, undefined, 2)}\n`;
}

/** A short content hash: 120 bits of SHA-256, of the text with LF line ends so that a checkout's setting is no change. */
export function hashText(text: string): string {
  return createHash("sha256")
    .update(text.includes("\r") ? text.replaceAll("\r\n", "\n") : text)
    .digest("base64url")
    .slice(0, 20);
}

function hashes(value: Json | undefined): Map<string, string> | undefined {
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value);
  return entries.every(([, hash]) => typeof hash === "string")
    ? new Map(entries as [string, string][])
    : undefined;
}
