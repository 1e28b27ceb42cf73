import type { Location, Schema, SchemaObject } from "../contract/schema.js";
import type { Json } from "../json/json.js";
import { SlowPatternError } from "../patterns/pattern-work.js";
import { matchesPattern } from "../patterns/text-pattern.js";

/** A string, a number, a boolean or `null`. */
export type Scalar = string | number | boolean | null;

/** Schemas inside each other beyond this are not asked. */
const deepest = 40;

/**
 * Whether a schema accepts a scalar; `undefined` where that is not worth finding out. For values that a schema lists,
 * so that a type leaves out those which another schema beside it refuses.
 */
export function acceptsScalar(
  schema: Schema,
  value: Scalar,
  resolve: (location: Location) => Schema,
  depth = 0,
): boolean | undefined {
  if (typeof schema === "boolean") return schema;
  if (depth > deepest) return undefined;
  const accepts = (part: Schema): boolean | undefined => acceptsScalar(part, value, resolve, depth + 1);
  const { allOf = [], anyOf, oneOf, not, $ref, if: condition, then = true, else: otherwise = true } = schema;
  const answers = [
    acceptsByOwn(schema, value),
    ...allOf.map(accepts),
    ...($ref === undefined ? [] : [accepts(resolve($ref))]),
    ...(anyOf === undefined ? [] : [some(anyOf.map(accepts))]),
    ...(oneOf === undefined ? [] : [one(oneOf.map(accepts))]),
    ...(not === undefined ? [] : [negated(accepts(not))]),
    ...(condition === undefined ? [] : [either(accepts(condition), accepts(then), accepts(otherwise))]),
  ];
  return every(answers);
}

type Answer = boolean | undefined;

function every(answers: readonly Answer[]): Answer {
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

function some(answers: readonly Answer[]): Answer {
  return negated(every(answers.map(negated)));
}

function one(answers: readonly Answer[]): Answer {
  const accepting = answers.filter((answer) => answer === true).length;
  if (accepting > 1) return false;
  return answers.includes(undefined) ? undefined : accepting === 1;
}

function negated(answer: Answer): Answer {
  return answer === undefined ? undefined : !answer;
}

function either(condition: Answer, then: Answer, otherwise: Answer): Answer {
  if (condition === undefined) return then === otherwise ? then : undefined;
  return condition ? then : otherwise;
}

/** By the keywords that hold no schema for the same value. */
function acceptsByOwn(schema: SchemaObject, value: Scalar): Answer {
  const { type, const: constant, enum: values } = schema;
  if (type !== undefined && !type.some((each) => isOf(each, value))) return false;
  if (constant !== undefined && constant !== value) return false;
  if (values !== undefined && !(values as readonly Json[]).includes(value)) return false;
  if (typeof value === "string") return acceptsText(schema, value);
  return typeof value === "number" ? acceptsNumber(schema, value) : true;
}

function isOf(type: string, value: Scalar): boolean {
  if (value === null) return type === "null";
  return type === "integer" ? Number.isInteger(value) : type === typeof value;
}

function acceptsText({ minLength = 0, maxLength, pattern, format }: SchemaObject, value: string): Answer {
  const length = [...value].length;
  if (length < minLength || (maxLength !== undefined && length > maxLength)) return false;
  if (pattern === undefined) return format === undefined ? true : undefined;
  const isMatch = matches(pattern, value);
  return isMatch !== true || format === undefined ? isMatch : undefined;
}

function matches(pattern: string, value: string): Answer {
  try {
    return matchesPattern(pattern, value);
  } catch (error) {
    if (error instanceof SlowPatternError) return undefined;
    throw error;
  }
}

function acceptsNumber(schema: SchemaObject, value: number): Answer {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (minimum !== undefined && value < minimum) return false;
  if (maximum !== undefined && value > maximum) return false;
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) return false;
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum) return false;
  return multipleOf === undefined ? true : undefined;
}

/** Whether a value is a scalar. */
export function isScalar(value: Json): value is Scalar {
  return value === null || typeof value !== "object";
}
