import type { Document, Node, Pair, ParsedNode } from "yaml";
import { loadPackage } from "../machine/load-package.js";

/** The `yaml` package, loaded when the first YAML file is met: most contracts have none. */
type Yaml = typeof import("yaml");

let loaded: Yaml | undefined;

/** The `yaml` package. */
export function yamlPackage(): Yaml {
  loaded ??= loadPackage("yaml") as Yaml;
  return loaded;
}

/** One document of a YAML file, as the package parses it. */
export type YamlDocument = Document.Parsed<ParsedNode>;

/** A node of a document; an alias is one of its own. */
export type YamlNode = Node | null | undefined;

/** A member of a mapping. */
export type YamlPair = Pair<YamlNode, YamlNode>;

/**
 * The documents of a text by YAML 1.2's core schema, with their errors; none for a text without content. Tags, merge
 * keys and duplicate keys are left to the caller. Throws `RangeError` for nesting that ends the stack.
 */
export function parseDocuments(text: string): readonly YamlDocument[] {
  const documents = yamlPackage().parseAllDocuments(text, {
    version: "1.2",
    schema: "core",
    merge: false,
    resolveKnownTags: false,
    // The package compares each key with each other one; `checkYaml` has a set.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  return "empty" in documents ? [] : (documents as YamlDocument[]);
}
