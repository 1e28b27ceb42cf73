import type { Finding } from "../findings/finding.js";
import { joinPointer } from "../json/pointer.js";
import { type Diagnosis, findingOn } from "./source-file.js";
import { duplicateKey, emptyFile, maxDepth, numberTooLarge, tooDeep } from "./syntax-problems.js";
import { rangesOf } from "./text-range.js";
import {
  parseDocuments,
  type YamlDocument,
  type YamlNode,
  type YamlPair,
  yamlPackage,
} from "./yaml-document.js";
import * as problems from "./yaml-problems.js";

/**
 * Checks that a text is one YAML 1.2 document (core schema) which says what a JSON document could say: no tags, merge
 * keys, other keys than strings, infinities or circles, and aliases that stand for at most
 * {@link problems.maxAliasValues} values.
 */
export function checkYaml(
  path: string,
  text: string,
): { readonly document?: YamlDocument | undefined; readonly findings: Finding[] } {
  if (Buffer.byteLength(text) > problems.maxYamlBytes)
    return { findings: [findingOn(path, problems.yamlTooLarge)] };
  try {
    const documents = parseDocuments(text);
    return { document: documents[0], findings: findingsOf(path, text, documents) };
  } catch (error) {
    // The package recurses, as JSON's parser does.
    if (error instanceof RangeError) return { findings: [findingOn(path, tooDeep)] };
    throw error;
  }
}

/** Reports a problem at offsets of the text. */
type Say = (start: number, end: number, diagnosis: Diagnosis, pointer?: string) => void;

function findingsOf(path: string, text: string, documents: readonly YamlDocument[]): Finding[] {
  const findings: Finding[] = [];
  const rangeBetween = rangesOf(text);
  const say: Say = (start, end, diagnosis, pointer) => {
    const range = rangeBetween(start, Math.min(Math.max(end, start + 1), text.length + 1));
    findings.push({ ...diagnosis, file: path, range, ...(pointer === undefined ? {} : { pointer }) });
  };
  // What follows the first mistake is mostly its echo.
  const [error] = documents
    .flatMap(({ errors, warnings }) => [...errors, ...warnings.filter(({ code }) => code !== tagWarning)])
    .sort((a, b) => a.pos[0] - b.pos[0]);
  const [document, second] = documents;
  if (error) say(...error.pos, problems.syntaxError(error.message));
  else if (second) say(second.range[0], second.range[0] + 3, problems.severalDocuments);
  else if (!document || isEmpty(document)) say(0, 1, emptyFile);
  else if (document.directives.yaml.explicit && document.directives.yaml.version !== "1.2")
    say(0, text.indexOf("\n"), problems.otherVersion);
  else new Inspection(say).visit(document.contents, "", 1);
  return findings;
}

/** Unresolved tags are reported with all other tags. */
const tagWarning = "TAG_RESOLVE_FAILED";

/** True for a document that consists of markers and comments only. */
function isEmpty({ contents }: YamlDocument): boolean {
  if (contents === null) return true;
  return yamlPackage().isScalar(contents) && contents.type === "PLAIN" && contents.source === "";
}

/** How much a node stands for: values in all, and levels. */
interface Extent {
  readonly values: number;
  readonly levels: number;
}

const scalar: Extent = { values: 1, levels: 0 };

/** Goes through one document in its order, as anchors are defined by it. */
class Inspection {
  readonly #say: Say;
  /** What each anchor stands for; `undefined` while its node is not finished. */
  readonly #anchors = new Map<string, Extent | undefined>();
  #aliasValues = 0;
  #isTooDeep = false;

  constructor(say: Say) {
    this.#say = say;
  }

  /** Reports what is wrong with a node whose containers, itself included, are this many levels. */
  visit(node: YamlNode, pointer: string, level: number): Extent {
    const { isAlias, isMap, isScalar, isSeq } = yamlPackage();
    if (!node) return scalar;
    if (isAlias(node)) return this.#alias(node.source, node, pointer, level);
    if (node.tag !== undefined) this.#at(node, problems.tag(node.tag), pointer);
    const anchor = "anchor" in node ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    if ((isMap(node) || isSeq(node)) && level > maxDepth) {
      if (!this.#isTooDeep) this.#at(node, tooDeep, pointer);
      this.#isTooDeep = true;
      return scalar;
    }
    let extent = scalar;
    if (isMap(node)) extent = this.#members(node.items as YamlPair[], pointer, level);
    else if (isSeq(node)) extent = this.#items(node.items as YamlNode[], pointer, level);
    else if (isScalar(node)) this.#scalar(node.value, node.source ?? "", node, pointer);
    if (anchor !== undefined) this.#anchors.set(anchor, extent);
    return extent;
  }

  #items(items: readonly YamlNode[], pointer: string, level: number): Extent {
    return sum(items.map((item, index) => this.visit(item, joinPointer(pointer, index), level + 1)));
  }

  #members(pairs: readonly YamlPair[], pointer: string, level: number): Extent {
    const seen = new Set<string>();
    const extents = pairs.map(({ key, value }) => {
      const name = this.#key(key, pointer);
      if (name === undefined) return scalar;
      const place = joinPointer(pointer, name);
      if (seen.has(name)) this.#at(key, duplicateKey(name), place);
      seen.add(name);
      return this.visit(value, place, level + 1);
    });
    return sum(extents);
  }

  /** The name of a member; `undefined`, with the reason reported, when it is not a string. */
  #key(key: YamlNode, pointer: string): string | undefined {
    const { isScalar } = yamlPackage();
    if (!isScalar(key)) return this.#at(key, problems.keyNotScalar, pointer);
    if (key.tag !== undefined) return this.#at(key, problems.tag(key.tag), pointer);
    if (key.value === "<<" && key.type === "PLAIN") return this.#at(key, problems.mergeKey, pointer);
    if (typeof key.value !== "string")
      return this.#at(key, problems.keyNotString(key.source ?? "null"), pointer);
    if (key.anchor !== undefined) this.#anchors.set(key.anchor, scalar);
    return key.value;
  }

  #alias(name: string, node: YamlNode, pointer: string, level: number): Extent {
    if (!this.#anchors.has(name)) return this.#at(node, problems.unknownAnchor(name), pointer) ?? scalar;
    const extent = this.#anchors.get(name);
    if (extent === undefined) return this.#at(node, problems.circularAlias(name), pointer) ?? scalar;
    const before = this.#aliasValues;
    this.#aliasValues += extent.values;
    if (before <= problems.maxAliasValues && this.#aliasValues > problems.maxAliasValues)
      this.#at(node, problems.tooManyAliasValues, pointer);
    if (level + extent.levels - 1 > maxDepth && !this.#isTooDeep) {
      this.#at(node, tooDeep, pointer);
      this.#isTooDeep = true;
    }
    return extent;
  }

  #scalar(value: unknown, source: string, node: YamlNode, pointer: string): void {
    if (typeof value !== "number" || Number.isFinite(value)) return;
    this.#at(node, /[0-9]/.test(source) ? numberTooLarge : problems.notFinite(source), pointer);
  }

  #at(node: YamlNode, diagnosis: Diagnosis, pointer: string): undefined {
    const [start = 0, end = start] = node?.range ?? [];
    this.#say(start, end, diagnosis, pointer);
  }
}

function sum(extents: readonly Extent[]): Extent {
  return {
    values: extents.reduce((total, { values }) => total + values, 1),
    levels: 1 + extents.reduce((most, { levels }) => Math.max(most, levels), 0),
  };
}
