import { createHash } from "node:crypto";
import { withoutSyntax } from "../contract/file-syntax.js";
import { pascalCase } from "../contract/names.js";
import { splitPointer } from "../contract/pointer.js";
import type { Definition } from "../contract/schema.js";
import { isPascalCase, keySpelling, stemSpelling } from "./name-spelling.js";

/** Longer names are cut: they come from keys that are sentences. */
const longest = 64;

/** What of a definition its name depends on. */
export type PlacedDefinition = Pick<Definition, "path" | "pointer" | "oldKeyword">;

/**
 * The name of a definition's type by its place alone: `_shared/money.json` is `Money`, `$defs/line` of the version
 * `OrderPaidV1` is `OrderPaidV1Line`. `version` is the name of the type of the version whose file holds the definition.
 *
 * A place in the usual spelling has a name from which the place can be read back, so that no two share one; any other
 * has a hash of the place in its name. That is why an addition renames nothing: names are never chosen by what is there.
 */
export function definitionName(definition: PlacedDefinition, version: string | undefined): string {
  const usual = usualName(definition, version);
  return usual !== undefined && usual.length <= longest ? usual : hashedName(definition, version);
}

/** A name with a hash of the place, and with as many of its words as fit. */
export function hashedName({ path, pointer }: PlacedDefinition, version: string | undefined): string {
  const place = `${withoutSyntax(path)}#${pointer}`;
  const hash = createHash("sha256").update(place).digest("hex").slice(0, 6).toUpperCase();
  const prefix = version ?? pascalCase(fileWords(path).join(" "));
  const name = `${prefix}${placeWords(pointer).map(pascalCase).join("")}`;
  return `${name.slice(0, longest - hash.length - 1)}X${hash}`;
}

function usualName(definition: PlacedDefinition, version: string | undefined): string | undefined {
  const file = version === undefined ? fileSpelling(definition.path) : "";
  const key = keyIn(definition);
  if (file === undefined || key === undefined) return undefined;
  const isVerbatim = isPascalCase(key);
  const spelling = isVerbatim ? key : keySpelling(key);
  if (spelling === undefined && key !== "") return undefined;
  const suffix = definition.pointer.startsWith("/properties/") ? "Property" : "";
  if (suffix === "" && key.endsWith("Property")) return undefined;
  const step =
    (isVerbatim && version !== undefined) || (key !== "" && file.startsWith("_") && !file.startsWith("__"));
  const own = `${file}${step ? "_" : ""}${spelling ?? ""}${suffix}${isVerbatim && version === undefined ? "_" : ""}`;
  return likeOthers.test(own) ? undefined : `${version ?? ""}${own}`;
}

/** What the names of versions, of parts of large types, and those with a hash look like. */
const likeOthers = /(?<![A-Za-z0-9]_)V\d|Part\d+$|X[0-9A-F]{6}$/;

/**
 * The name of a file of definitions. `_shared` adds nothing to those directly in it, `.schema` before the extension an
 * underscore or two.
 */
function fileSpelling(path: string): string | undefined {
  const whole = withoutSyntax(path);
  const [outer = "", ...inner] = whole.replace(/\.schema$/, "").split("/");
  const stem = inner.at(-1);
  if (!outer.startsWith("_") || stem === undefined) return undefined;
  const mark = whole.endsWith(".schema") ? "__" : "";
  const isShared = outer === "_shared" && inner.length === 1;
  if (isPascalCase(stem)) return isShared && mark === "" ? `_${stem}` : undefined;
  const spelt = (isShared ? inner : [outer.slice(1), ...inner]).map(stemSpelling);
  return spelt.includes(undefined) ? undefined : `${mark}${spelt.join("___")}`;
}

/** The key of a member of `$defs` or `properties`, nothing for the root of a file, `undefined` for deeper places. */
function keyIn({ pointer, oldKeyword }: PlacedDefinition): string | undefined {
  const [container, key, ...deeper] = splitPointer(pointer);
  if (container === undefined) return "";
  if (key === "") return undefined;
  const isUsual = container === "properties" || container === (oldKeyword ? "definitions" : "$defs");
  return isUsual && deeper.length === 0 ? key : undefined;
}

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
