import { type Node, parseTree } from "jsonc-parser";
import type { Json } from "../json/json.js";
import { splitPointer } from "../json/pointer.js";
import { childNode } from "./child-node.js";
import { type SourceFile, type SourcePart, type Span, withoutMark } from "./source-file.js";

/** A JSON file without syntax errors; parsed when its value is read. */
export function jsonSource(path: string, raw: string): SourceFile {
  const text = withoutMark(raw);
  let value: Json | undefined;
  let tree: Node | undefined;
  return {
    path,
    text,
    get value() {
      value ??= JSON.parse(text) as Json;
      return value;
    },
    written: {
      text,
      spanOf: (pointer, part) => {
        tree ??= parseTree(text);
        return spanOf(tree, pointer, part);
      },
    },
  };
}

function spanOf(tree: Node | undefined, pointer: string, part: SourcePart): Span {
  let node = tree;
  for (const segment of splitPointer(pointer)) {
    node = node && (childNode(node, segment) ?? node);
  }
  if (part === "key" && node?.parent?.type === "property") node = node.parent.children?.[0];
  const start = node?.offset ?? 0;
  return { start, end: start + (node?.length ?? 0) };
}
