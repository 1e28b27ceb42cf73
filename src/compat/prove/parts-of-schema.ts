import type { Location, Schema, SchemaMap, SchemaObject } from "../../contract/schema.js";
import { limitParts, sortedNames } from "./limit-parts.js";
import type { Node, Part } from "./node.js";

/** Where the parts of a schema get the nodes that they lead to. */
export interface NodeSource {
  /** The node of a subschema, at a path of names from its schema. */
  readonly at: (sub: Schema, ...path: readonly (string | number)[]) => Node;
  /** The node that a reference leads to. */
  readonly references: (location: Location) => Node;
  /** A node made of parts. */
  readonly of: (parts: readonly Part[]) => Node;
}

/** What a schema says, part by part; annotations, and what is said of unevaluated places, are none. */
export function partsOfSchema(schema: SchemaObject, { at, references, of }: NodeSource): Part[] {
  const all = (keyword: "allOf" | "anyOf" | "oneOf" | "prefixItems"): Node[] =>
    (schema[keyword] ?? []).map((sub, index) => at(sub, keyword, index));
  const map = (keyword: "properties" | "patternProperties" | "dependentSchemas"): Map<string, Node> =>
    new Map(
      Object.entries((schema[keyword] as SchemaMap | undefined) ?? {}).map(([name, sub]) => [
        name,
        at(sub, keyword, name),
      ]),
    );
  const parts: Part[] = [...limitParts(schema)];
  const add = (part: Part): void => void parts.push(part);
  if (schema.$ref !== undefined) add({ kind: "allOf", nodes: [references(schema.$ref)] });
  const together = all("allOf");
  for (const node of together) add({ kind: "allOf", nodes: [node] });
  for (const keyword of ["anyOf", "oneOf"] as const) {
    const nodes = all(keyword);
    if (nodes.length === 1) add({ kind: "allOf", nodes });
    else if (nodes.length > 1) add({ kind: keyword, nodes });
  }
  if (schema.not !== undefined) add({ kind: "not", node: at(schema.not, "not") });
  if (schema.if !== undefined) {
    add({
      kind: "if",
      condition: at(schema.if, "if"),
      met: at(schema.then ?? true, "then"),
      unmet: at(schema.else ?? true, "else"),
    });
  }
  const prefix = all("prefixItems");
  if (prefix.length > 0 || schema.items !== undefined)
    add({
      kind: "items",
      prefix,
      rest: schema.items === undefined ? undefined : at(schema.items, "items"),
    });
  if (schema.contains !== undefined) {
    const { minContains: min = 1, maxContains: max = Number.POSITIVE_INFINITY } = schema;
    add({ kind: "contains", node: at(schema.contains, "contains"), min, max });
  }
  const properties = map("properties");
  const patterns = map("patternProperties");
  const { additionalProperties } = schema;
  if (properties.size > 0 || patterns.size > 0 || additionalProperties !== undefined) {
    const additional =
      additionalProperties === undefined ? undefined : at(additionalProperties, "additionalProperties");
    add({ kind: "members", properties, patterns, additional });
  }
  if (schema.propertyNames !== undefined)
    add({ kind: "propertyNames", node: at(schema.propertyNames, "propertyNames") });
  for (const [name, node] of map("dependentSchemas")) add({ kind: "dependent", name, node });
  for (const [name, names] of Object.entries(schema.dependentRequired ?? {})) {
    const needed = sortedNames(names);
    if (needed.length > 0) add({ kind: "dependent", name, node: of([{ kind: "required", names: needed }]) });
  }
  return parts;
}
