import { createHash } from "node:crypto";
import { pascalCase } from "../code/names.js";
import { withoutSyntax } from "../contract/file-syntax.js";
import type { Definition } from "../contract/schema.js";
import { splitPointer } from "../json/pointer.js";

/** Longer names get a hash: they come from keys that are sentences. */
const longest = 64;

/**
 * The name of a definition's type by its place alone, so that an addition elsewhere renames nothing: `_shared/money.json`
 * is `Money`, `_other/money.json` is `OtherMoney`, `$defs/line` of the version `OrderPaidV1` is `OrderPaidV1Line`.
 * `version` is the name of the type of the version whose file holds the definition.
 *
 * Only words in an ordinary spelling are all there is in a name; where more of the place is lost, as of a URL, a hash of
 * it takes that place.
 */
export function definitionName(definition: PlacedDefinition, version: string | undefined): string {
  const name = spelledOut(definition, version);
  return isOrdinary(definition) && name.length <= longest && !likeOthers.test(name)
    ? name
    : hashedName(definition, version);
}

/** What of a definition its name depends on. */
export type PlacedDefinition = Pick<Definition, "path" | "pointer">;

/** A name with a hash of the place, and with as many of its words as fit. */
export function hashedName(definition: PlacedDefinition, version: string | undefined): string {
  const place = `${withoutSyntax(definition.path)}#${definition.pointer}`;
  const hash = createHash("sha256").update(place).digest("hex").slice(0, 6).toUpperCase();
  return `${spelledOut(definition, version).slice(0, longest - hash.length - 1)}X${hash}`;
}

/** What names of parts of large types, and those with a hash, look like. */
const likeOthers = /Part\d+$|X[0-9A-F]{6}$/;

function spelledOut({ path, pointer }: PlacedDefinition, version: string | undefined): string {
  const prefix = version ?? pascalCase(fileWords(path).join(" "));
  return `${prefix}${placeWords(pointer).map(pascalCase).join("")}`;
}

function isOrdinary({ path, pointer }: PlacedDefinition): boolean {
  return [...fileWords(path), ...splitPointer(pointer).filter((step) => step !== "$defs")].every((word) =>
    ordinary.test(word),
  );
}

/** `lineItem`, `LineItem`, `line_item`, `line-item`. */
const ordinary = /^[\p{L}\p{Nd}]+(?:[_-][\p{L}\p{Nd}]+)*$/u;

/** `_shared` is where definitions are expected, so it adds nothing; any other folder tells them apart. */
function fileWords(path: string): string[] {
  return withoutSyntax(path)
    .replace(/^_shared\//, "")
    .replace(/\.schema$/, "")
    .split("/")
    .map((segment) => segment.replace(/^_+/, ""));
}

/** The steps of a pointer without the keywords that only hold definitions. */
function placeWords(pointer: string): string[] {
  const segments = splitPointer(pointer);
  const words: string[] = [];
  let container: string | undefined;
  for (const segment of segments) {
    if (container === undefined && containers.has(segment)) {
      container = segment;
      continue;
    }
    words.push(isUri(segment) ? uriWord(segment) : segment);
    if (container === "properties") words.push("property");
    container = undefined;
  }
  return words;
}

const containers: ReadonlySet<string> = new Set(["$defs", "definitions", "properties"]);

function isUri(segment: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(segment);
}

/** The last part of a URI that says more than a version or "schema". */
function uriWord(uri: string): string {
  const parts = uri
    .replace(/[?#].*$/, "")
    .replace(/(?:\.schema)?\.(?:json|ya?ml)$/, "")
    .split(/[/:]/)
    .filter((part) => part !== "");
  const last = parts.at(-1) ?? uri;
  return /^(?:v?[\d._-]+|schema)$/i.test(last) ? `${parts.at(-2) ?? ""} ${last}` : last;
}
