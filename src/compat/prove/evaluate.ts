import { type FormatName, formats } from "../../../runtime/formats/formats.js";
import { canonicalText, textLength } from "../../../runtime/validate/values.js";
import { isObject, type Json, type JsonObject } from "../../json/json.js";
import { matchesPattern } from "../../patterns/text-pattern.js";
import {
  type Contains,
  type Items,
  isPartOf,
  type Members,
  type Node,
  type Part,
  type PartOf,
} from "./node.js";
import { compareRationals, isWhole, quotient, rational } from "./rational.js";
import { type InstanceType, typeOf } from "./type-set.js";
import { valueSet } from "./value-set.js";

/** What counts the steps of evaluating. */
export interface StepCount {
  readonly spend: (steps?: number) => void;
}

const uncounted: StepCount = { spend: () => {} };

/**
 * Whether an instance is valid under a schema, by the specification of 2020-12 (Core, chapters 7 to 11), with numbers
 * as the exact decimals that they are written as. Throws `RangeError` when a schema refers to itself in place for ever.
 */
export function isValid(node: Node, value: Json, work: StepCount = uncounted): boolean {
  work.spend(1 + node.parts.length);
  for (const part of node.parts) if (!holds(part, value, work)) return false;
  if (node.unevaluatedProperties !== undefined && isObject(value)) {
    const evaluated = new Set<string>();
    for (const part of node.parts) addEvaluatedNames(part, value, evaluated, work);
    for (const name of Object.keys(value)) {
      if (!evaluated.has(name) && !isValid(node.unevaluatedProperties, value[name] as Json, work))
        return false;
    }
  }
  if (node.unevaluatedItems !== undefined && Array.isArray(value)) {
    const evaluated = new Set<number>();
    for (const part of node.parts) addEvaluatedIndices(part, value, evaluated, work);
    for (const [index, item] of value.entries()) {
      if (!evaluated.has(index) && !isValid(node.unevaluatedItems, item as Json, work)) return false;
    }
  }
  return true;
}

/** Whether one part of a schema takes the instance. */
export function holds(part: Part, value: Json, work: StepCount = uncounted): boolean {
  switch (part.kind) {
    case "never":
      return false;
    case "type": {
      const type = typeOf(value);
      return (
        part.set.types.has(type) &&
        (type !== "number" || !part.set.whole || isWhole(rational(value as number)))
      );
    }
    case "enum":
      return valueSet(part.values).has(canonicalText(value));
    case "allOf":
      return part.nodes.every((node) => isValid(node, value, work));
    case "anyOf":
      return part.nodes.some((node) => isValid(node, value, work));
    case "oneOf":
      return part.nodes.filter((node) => isValid(node, value, work)).length === 1;
    case "not":
      return !isValid(part.node, value, work);
    case "if":
      return isValid(isValid(part.condition, value, work) ? part.met : part.unmet, value, work);
    default:
      return holdsForType(part, value, work);
  }
}

/** A part about instances of one type takes all others. */
function holdsForType(part: PartOf<InstanceType>, value: Json, work: StepCount): boolean {
  if (typeof value === "number") return !isPartOf(part, "number") || holdsForNumber(part, value);
  if (typeof value === "string") return !isPartOf(part, "string") || holdsForString(part, value);
  if (Array.isArray(value)) return !isPartOf(part, "array") || holdsForArray(part, value, work);
  return !isObject(value) || !isPartOf(part, "object") || holdsForObject(part, value, work);
}

function holdsForNumber(part: PartOf<"number">, value: number): boolean {
  switch (part.kind) {
    case "multipleOf":
      return isWhole(quotient(rational(value), part.divisor));
    case "minimum":
    case "maximum": {
      const difference = compareRationals(rational(value), part.limit) * (part.kind === "minimum" ? 1 : -1);
      return part.exclusive ? difference > 0 : difference >= 0;
    }
  }
}

function holdsForString(part: PartOf<"string">, value: string): boolean {
  switch (part.kind) {
    case "minLength":
      return textLength(value) >= part.limit;
    case "maxLength":
      return textLength(value) <= part.limit;
    case "pattern":
      return matchesPattern(part.pattern, value);
    case "format":
      return formats[part.format as FormatName](value);
  }
}

function holdsForArray(part: PartOf<"array">, value: readonly Json[], work: StepCount): boolean {
  switch (part.kind) {
    case "minItems":
      return value.length >= part.limit;
    case "maxItems":
      return value.length <= part.limit;
    case "uniqueItems":
      return new Set(value.map(canonicalText)).size === value.length;
    case "items":
      work.spend(value.length);
      return value.every((item, index) => {
        const node = itemAt(part, index);
        return node === undefined || isValid(node, item, work);
      });
    case "contains": {
      const count = value.filter((item) => isValid(part.node, item, work)).length;
      return count >= part.min && count <= part.max;
    }
  }
}

function holdsForObject(part: PartOf<"object">, value: JsonObject, work: StepCount): boolean {
  const names = Object.keys(value);
  work.spend(names.length);
  switch (part.kind) {
    case "minProperties":
      return names.length >= part.limit;
    case "maxProperties":
      return names.length <= part.limit;
    case "required":
      return part.names.every((name) => Object.hasOwn(value, name));
    case "members":
      return names.every((name) =>
        membersAt(part, name, work).every((node) => isValid(node, value[name] as Json, work)),
      );
    case "propertyNames":
      return names.every((name) => isValid(part.node, name, work));
    case "dependent":
      return !Object.hasOwn(value, part.name) || isValid(part.node, value, work);
  }
}

/** What describes the item at this index, if something does. */
export function itemAt({ prefix, rest }: Items, index: number): Node | undefined {
  return prefix[index] ?? rest;
}

/** Everything that describes a property of this name. */
export function membersAt(
  { properties, patterns, additional }: Members,
  name: string,
  work: StepCount = uncounted,
): readonly Node[] {
  work.spend(1 + patterns.size);
  const own = properties.get(name);
  const found = own === undefined ? [] : [own];
  for (const [pattern, node] of patterns) if (matchesPattern(pattern, name)) found.push(node);
  if (found.length > 0 || additional === undefined) return found;
  return [additional];
}

/** The names that a valid part evaluates in the object. */
function addEvaluatedNames(part: Part, value: JsonObject, evaluated: Set<string>, work: StepCount): void {
  if (part.kind === "members") {
    for (const name of Object.keys(value)) if (membersAt(part, name, work).length > 0) evaluated.add(name);
  }
  for (const node of validInPlace(part, value, work)) {
    for (const inner of node.parts) addEvaluatedNames(inner, value, evaluated, work);
    if (node.unevaluatedProperties !== undefined) for (const name of Object.keys(value)) evaluated.add(name);
  }
}

/** The indices that a valid part evaluates in the array. */
function addEvaluatedIndices(
  part: Part,
  value: readonly Json[],
  evaluated: Set<number>,
  work: StepCount,
): void {
  if (part.kind === "items" || part.kind === "contains") {
    for (const [index, item] of value.entries()) if (evaluates(part, index, item, work)) evaluated.add(index);
  }
  for (const node of validInPlace(part, value, work)) {
    for (const inner of node.parts) addEvaluatedIndices(inner, value, evaluated, work);
    if (node.unevaluatedItems !== undefined) for (const index of value.keys()) evaluated.add(index);
  }
}

function evaluates(part: Items | Contains, index: number, item: Json, work: StepCount): boolean {
  return part.kind === "items" ? itemAt(part, index) !== undefined : isValid(part.node, item, work);
}

/** Nodes that take a value, and all subschemas in place that take it, too; each once. */
export function nodesInPlace(
  nodes: readonly Node[],
  value: Json,
  work: StepCount = uncounted,
): readonly Node[] {
  const reached = new Set(nodes);
  // a set that grows while it is walked visits what was added
  for (const node of reached) {
    work.spend();
    for (const part of node.parts) for (const inner of validInPlace(part, value, work)) reached.add(inner);
  }
  return [...reached];
}

/** The subschemas of a part that apply to the same instance and take it: those whose annotations count (Core, 7.7.1.2). */
function* validInPlace(part: Part, value: Json, work: StepCount): Generator<Node> {
  switch (part.kind) {
    case "allOf":
      yield* part.nodes;
      break;
    case "anyOf":
    case "oneOf":
      for (const node of part.nodes) if (isValid(node, value, work)) yield node;
      break;
    case "if": {
      const met = isValid(part.condition, value, work);
      if (met) yield part.condition;
      yield met ? part.met : part.unmet;
      break;
    }
    case "dependent":
      if (isObject(value) && Object.hasOwn(value, part.name)) yield part.node;
      break;
    default:
  }
}
