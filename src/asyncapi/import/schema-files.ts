import { withoutSyntax } from "../../contract/file-syntax.js";
import type { SourceFile } from "../../contract/source-file.js";
import { isObject, type Json, type JsonObject, member } from "../../json/json.js";
import { joinPointer, splitPointer } from "../../json/pointer.js";
import { uniqueKeys } from "../model.js";
import { convertSchema, needsNewer } from "./convert-schema.js";
import { DocumentPlace, targetOf, unresolved } from "./document-place.js";

/** A schema's place in the document. */
export interface Origin {
  readonly source: SourceFile;
  readonly pointer: string;
}

/** Where a schema is in the contract: a file, and a pointer in it. */
interface Home {
  readonly path: string;
  readonly rest: string;
}

/** The schemas of a document as files of a contract: payloads as versions, whatever they refer to below `_shared`. */
export class SchemaFiles {
  readonly files = new Map<string, Json>();
  /** Where each file comes from. */
  readonly origins = new Map<string, Origin>();
  readonly #homes = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly #pending: (() => void)[] = [];

  /** Says that the schema at a place is this file, before any reference is followed. */
  settle(place: DocumentPlace, path: string): void {
    this.#homes.set(place.key, path);
  }

  /** Writes the schema of a place into a file. */
  add(
    place: DocumentPlace,
    path: string,
    change: (schema: JsonObject) => JsonObject = (schema) => schema,
  ): void {
    this.origins.set(path, place);
    this.files.set(path, this.#document(place, path, change));
  }

  /** The schema of a place as part of another file. */
  inside(place: DocumentPlace, path: string): Json {
    place.whole();
    return this.#rewritten(place, path);
  }

  /** Where a reference of the document, such as `#/components/schemas/money`, leads to in the contract. */
  locationOf(reference: string, from: DocumentPlace): string | undefined {
    const target = targetOf(reference, from);
    if (target === undefined) return undefined;
    const { path, rest } = this.#homeOf(target, from);
    return `${path}#${rest}`;
  }

  /** Writes what was referred to. */
  finish(): void {
    // An array that grows while it is walked visits what was added.
    for (const make of this.#pending) make();
  }

  #document(place: DocumentPlace, path: string, change: (schema: JsonObject) => JsonObject): Json {
    const schema = this.inside(place, path);
    const own = isObject(schema) ? schema : schema === false ? { not: {} } : {};
    const named = member(own, "$schema");
    const $schema = typeof named === "string" ? named : needsNewer(own) ? newer : draft07;
    const { $schema: _, ...rest } = change(own);
    return { $schema, ...rest };
  }

  #rewritten(place: DocumentPlace, path: string): Json {
    const value = place.value as Json;
    return convertSchema(value, {
      newer: needsNewer(value),
      reference: (reference, pointer) => {
        const at = { source: place.source, pointer: place.pointer + pointer };
        const target = targetOf(reference, place);
        if (target === undefined) {
          place.reading.say("import-reference", at, unresolved(reference));
          return undefined;
        }
        const { path: to, rest } = this.#homeOf(target, place);
        return to === path
          ? `#${encoded(rest)}`
          : `${relativePath(to, path)}${rest === "" ? "" : `#${encoded(rest)}`}`;
      },
      dropped: (keyword, pointer) =>
        place.reading.say(
          "import-not-carried",
          { source: place.source, pointer: place.pointer + pointer },
          keyword === "$id"
            ? 'Schemas of a contract are identified by their path, so the "$id" is not imported.'
            : `JSON Schema has no ${JSON.stringify(keyword)}, so it is not imported.`,
        ),
    });
  }

  #homeOf({ source, pointer }: Origin, from: DocumentPlace): Home {
    const { root, rest } = rootOf(source, pointer, from.reading.documents.main);
    const key = `${source.path}#${root}`;
    const known = this.#homes.get(key);
    if (known !== undefined) return { path: known, rest };
    const path = this.#name(source, root, from.reading.documents.main);
    this.#homes.set(key, path);
    this.#pending.push(() => this.add(new DocumentPlace(source, root, from.reading), path));
    return { path, rest };
  }

  #name(source: SourceFile, root: string, main: string): string {
    const stem = withoutSyntax(source.path).replace(/^.*\//, "");
    const last = splitPointer(root).at(-1);
    const wanted = source.path === main ? (last ?? stem) : last === undefined ? stem : `${stem}.${last}`;
    const [name = ""] = uniqueKeys([wanted.replace(/^[.]+/, "")]);
    let path = `_shared/${name}.json`;
    for (let number = 2; this.#taken.has(path.toLowerCase()); number += 1)
      path = `_shared/${name}-${number}.json`;
    this.#taken.add(path.toLowerCase());
    return path;
  }
}

const draft07 = "http://json-schema.org/draft-07/schema#";
const newer = "https://json-schema.org/draft/2020-12/schema";

/**
 * The schema that becomes a file of its own, and the way from there: a component, or a file that is one schema with its
 * definitions. What is inside of a schema otherwise becomes a file, too, since a pointer into it may not survive.
 */
function rootOf(
  source: SourceFile,
  pointer: string,
  main: string,
): { readonly root: string; readonly rest: string } {
  const definition = /^(.*?)((?:\/(?:definitions|\$defs)\/[^/]+)+)$/.exec(pointer);
  const [, holder = pointer, rest = ""] = definition ?? [];
  if (holder === "" && source.path === main) return { root: pointer, rest: "" };
  return { root: holder, rest };
}

function relativePath(to: string, from: string): string {
  const depth = from.split("/").length - 1;
  const [folder = ""] = from.split("/");
  if (depth === 1 && to.startsWith(`${folder}/`)) return encodePath(to.slice(folder.length + 1));
  return `${"../".repeat(depth)}${encodePath(to)}`;
}

function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

function encoded(pointer: string): string {
  return splitPointer(pointer)
    .map((segment) => joinPointer("", segment))
    .map(encodeURI)
    .join("");
}
