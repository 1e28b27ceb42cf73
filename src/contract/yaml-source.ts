import type { Json } from "../json/json.js";
import { splitPointer } from "../json/pointer.js";
import { type SourceFile, type SourcePart, type Span, withoutMark } from "./source-file.js";
import {
  parseDocuments,
  type YamlDocument,
  type YamlNode,
  type YamlPair,
  yamlPackage,
} from "./yaml-document.js";

/** A YAML file that `checkYaml` found nothing wrong with; parsed when it is read, unless its document is given. */
export function yamlSource(path: string, raw: string, document?: YamlDocument): SourceFile {
  const text = withoutMark(raw);
  let parsed: YamlTree | undefined;
  const tree = (): YamlTree => {
    parsed ??= treeOf(document ?? parseDocuments(text)[0]);
    return parsed;
  };
  let value: { readonly json: Json } | undefined;
  const read = (): Json => {
    value ??= { json: jsonOf(tree().root, tree()) };
    return value.json;
  };
  let json: string | undefined;
  return {
    path,
    get text() {
      json ??= JSON.stringify(read());
      return json;
    },
    get value() {
      return read();
    },
    written: { text, spanOf: (pointer, part) => spanOf(tree(), pointer, part) },
  };
}

/** A document with what each alias stands for. */
interface YamlTree {
  readonly root: YamlNode;
  readonly targets: ReadonlyMap<YamlNode, YamlNode>;
}

function treeOf(document: YamlDocument | undefined): YamlTree {
  const { isAlias, isNode, visit } = yamlPackage();
  const anchors = new Map<string, YamlNode>();
  const targets = new Map<YamlNode, YamlNode>();
  if (document) {
    // An anchor may be used for another node further on: an alias means the last one before it.
    visit(document, (_key, node) => {
      if (isAlias(node)) targets.set(node, anchors.get(node.source));
      else if (isNode(node) && "anchor" in node && node.anchor !== undefined) anchors.set(node.anchor, node);
    });
  }
  return { root: document?.contents, targets };
}

function jsonOf(node: YamlNode, tree: YamlTree): Json {
  const { isAlias, isMap, isScalar, isSeq } = yamlPackage();
  if (isAlias(node)) return jsonOf(tree.targets.get(node), tree);
  if (isSeq(node)) return node.items.map((item) => jsonOf(item as YamlNode, tree));
  if (isMap(node)) {
    const members = node.items.map((item) => [keyOf(item as YamlPair), jsonOf(item.value as YamlNode, tree)]);
    return Object.fromEntries(members) as Json;
  }
  return isScalar(node) ? (node.value as Json) : null;
}

function keyOf({ key }: YamlPair): string {
  return yamlPackage().isScalar(key) ? String(key.value) : "";
}

function spanOf(tree: YamlTree, pointer: string, part: SourcePart): Span {
  const { isAlias, isMap, isSeq } = yamlPackage();
  let node = tree.root;
  let key: YamlNode;
  for (const segment of splitPointer(pointer)) {
    const holder = isAlias(node) ? tree.targets.get(node) : node;
    if (isSeq(holder)) {
      const item = holder.items[Number(segment)] as YamlNode;
      if (item) [node, key] = [item, undefined];
    } else if (isMap(holder)) {
      const pair = (holder.items as YamlPair[]).find((each) => keyOf(each) === segment);
      if (pair) [node, key] = [pair.value ?? pair.key, pair.key];
    }
  }
  // What an alias stands for is written at its anchor: that is the number with its digits, and what has to be edited.
  const target = isAlias(node) ? (tree.targets.get(node) ?? node) : node;
  const [start = 0, end = start] = (part === "key" ? key : undefined)?.range ?? target?.range ?? [];
  return { start, end };
}
