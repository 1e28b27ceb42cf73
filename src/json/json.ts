/** A JSON value as `JSON.parse` returns it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. May have an own key called `__proto__`, so copy it with `Object.fromEntries` only. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Whether a value is an object, not an array, `null` or a scalar. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads an own member only, so that `constructor` and `__proto__` are never inherited. */
export function member(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
