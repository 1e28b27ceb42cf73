import type { Finding } from "../findings/finding.js";
import type { Json } from "../json/json.js";
import type { Definitions } from "./collect-definitions.js";
import {
  childSubschemas,
  inPlaceSubschemas,
  type Location,
  type Schema,
  type SchemaObject,
} from "./schema.js";
import { closureOf } from "./schema-closure.js";
import { type Diagnosis, findingAt } from "./source-file.js";

/**
 * More subschemas than this in one version, and compiling it takes tens of seconds and its module tens of megabytes.
 * FHIR, the largest family of schemas in use, stays below.
 */
export const mostSubschemas = 15_000;

/** More values and names than this, and what compares messages with them is slow and large. */
export const mostValues = 50_000;

/** The cost of compiling a schema. */
interface Size {
  /** A subschema that is no more than a reference counts half. */
  readonly subschemas: number;
  /** Values of `enum` and `const` with all that is in them, and names of `required` and `dependentRequired`. */
  readonly values: number;
}

/** Versions that are beyond what rabbitgen compiles, with all that they refer to. */
export function oversizedVersions(versions: Iterable<Location>, collected: Definitions): Finding[] {
  const { definitions, targets } = collected;
  const sizes = new Map([...definitions].map(([location, { schema }]) => [location, sizeOf(schema)]));
  if (tooLarge(total([...sizes.values()])) === undefined) return [];
  return [...versions].flatMap((location) => {
    const target = targets.get(location);
    const reached = [...closureOf(location, definitions)].flatMap((each) => sizes.get(each) ?? []);
    const diagnosis = tooLarge(total(reached));
    return target && diagnosis ? [findingAt(target.source, target.place.pointer, diagnosis)] : [];
  });
}

function tooLarge({ subschemas, values }: Size): Diagnosis | undefined {
  const rule = "schema-too-large";
  const severity = "error";
  if (subschemas > mostSubschemas) {
    return {
      rule,
      severity,
      message: `This version has ${Math.ceil(subschemas)} subschemas, including the definitions that it references (a plain reference counts half); rabbitgen compiles at most ${mostSubschemas}.`,
      help: "Remove references that the event does not need, or split the event.",
    };
  }
  if (values > mostValues) {
    return {
      rule,
      severity,
      message: `This version has ${values} values of enum and const and names of required, including the definitions that it references; rabbitgen compiles at most ${mostValues}.`,
      help: "Describe the values with a pattern, or let consumers look them up.",
    };
  }
  return undefined;
}

function total(sizes: readonly Size[]): Size {
  return sizes.reduce(
    (sum, size) => ({
      subschemas: sum.subschemas + size.subschemas,
      values: sum.values + size.values,
    }),
    { subschemas: 0, values: 0 },
  );
}

/** The subschemas of some schemas in all, without those of definitions that they refer to. */
export function countSubschemas(schemas: Iterable<Schema>): number {
  return total([...schemas].map(sizeOf)).subschemas;
}

function sizeOf(schema: Schema): Size {
  if (typeof schema === "boolean") return { subschemas: 0.5, values: 0 };
  const inner = [...inPlaceSubschemas(schema), ...childSubschemas(schema)].map(([, each]) => sizeOf(each));
  const isReference = schema.$ref !== undefined && inner.length === 0;
  return total([{ subschemas: isReference ? 0.5 : 1, values: listedIn(schema) }, ...inner]);
}

function listedIn({
  enum: listed = [],
  const: only,
  required = [],
  dependentRequired = {},
}: SchemaObject): number {
  const names = Object.values(dependentRequired).reduce((sum, each) => sum + each.length, required.length);
  return (
    names +
    [...listed, ...(only === undefined ? [] : [only])].reduce((sum: number, value) => sum + nodesOf(value), 0)
  );
}

function nodesOf(value: Json): number {
  const inner: readonly Json[] = typeof value === "object" && value !== null ? Object.values(value) : [];
  return inner.reduce((sum: number, each) => sum + nodesOf(each), 1);
}
