import { isValid } from "../../src/compat/prove/evaluate.js";
import type { Node } from "../../src/compat/prove/node.js";
import { NodeTable } from "../../src/compat/prove/node-table.js";
import type { Bundle } from "../../src/contract/bundle.js";
import { inPlaceSubschemas, type Schema, type SchemaObject } from "../../src/contract/schema.js";
import { isObject, type Json } from "../../src/json/json.js";
import { matchesPattern } from "../../src/patterns/text-pattern.js";
import { kindBit, kindReader } from "../../src/types/value-kinds.js";

/** Whether each property of a message is declared, at every depth. */
export interface Account {
  /** By any reading of what the schemas declare. */
  readonly isDeclared: boolean;
  /** At least where branches count that no object is valid under, or where they do not. */
  readonly mayBeDeclared: boolean;
}

/**
 * Finds out whether the properties of a valid message are declared: named in `properties` of a schema that applies to
 * their object, matched by its patterns, or allowed by what it says of further ones. A schema applies to an object when
 * its annotations count (JSON Schema Core, 7.7.1). Where no schema that may apply declares properties and is silent on
 * further ones, all are allowed, and a name that some schema requires and none describes always is. This has nothing in
 * common with the code that closes schemas.
 */
export function newAccount({ definitions, root }: Bundle): (value: Json) => Account {
  const table = new NodeTable();
  const kindsOf = kindReader((location) => resolve(location));
  const nodes = new Map<Schema, Node>();
  const resolve = (location: string): Schema => definitions.get(location) ?? true;

  function holds(schema: Schema, value: Json): boolean {
    const node =
      nodes.get(schema) ?? table.add({ root: "", definitions: new Map([...definitions, ["", schema]]) });
    nodes.set(schema, node);
    return isValid(node, value);
  }

  /** The schemas that apply to a value, given one that holds for it. */
  function applied(schema: Schema, value: Json): SchemaObject[] {
    if (typeof schema === "boolean") return [];
    const { $ref, allOf = [], anyOf = [], oneOf = [], if: condition, dependentSchemas = {} } = schema;
    const inner: Schema[] = [...allOf];
    if ($ref !== undefined) inner.push(resolve($ref));
    inner.push(...[...anyOf, ...oneOf].filter((branch) => holds(branch, value)));
    if (condition !== undefined) {
      const met = holds(condition, value);
      if (met) inner.push(condition);
      inner.push((met ? schema.then : schema.else) ?? true);
    }
    for (const [name, dependent] of Object.entries(dependentSchemas))
      if (isObject(value) && Object.hasOwn(value, name)) inner.push(dependent);
    return [schema, ...inner.flatMap((each) => applied(each, value))];
  }

  /** The schemas that may apply to the same object as these, whatever it is; `all` are those that no object is valid under, too. */
  function inPlace(schemas: readonly Schema[], all: boolean): SchemaObject[] {
    return schemas.flatMap((schema): SchemaObject[] => {
      if (typeof schema === "boolean" || !(all || kindsOf(schema) & kindBit("object"))) return [];
      const inner = inPlaceSubschemas(schema).flatMap(([keyword, part]) => (keyword === "not" ? [] : [part]));
      if (schema.$ref !== undefined) inner.push(resolve(schema.$ref));
      return [schema, ...inPlace(inner, all)];
    });
  }

  function account(value: Json, schemas: readonly Schema[]): Account {
    if (Array.isArray(value)) return items(value as readonly Json[], schemas);
    if (!isObject(value)) return { isDeclared: true, mayBeDeclared: true };
    const applying = schemas.flatMap((schema) => applied(schema, value));
    const all = inPlace(schemas, true);
    const possible = inPlace(schemas, false);
    const accounts = Object.entries(value).map(([name, inner]): Account => {
      const own = applying.flatMap((schema) => describing(schema, name, value));
      const { isDeclared, mayBeDeclared } = account(inner, own);
      const isOwn = own.length > 0;
      return {
        isDeclared: isDeclared && (isOwn || !closes(all) || (mentions(possible, name) && !names(all, name))),
        mayBeDeclared:
          mayBeDeclared && (isOwn || !closes(possible) || (mentions(all, name) && !names(possible, name))),
      };
    });
    return both(accounts);
  }

  /** What one schema says of a member. */
  function describing(schema: SchemaObject, name: string, value: Json): Schema[] {
    const { properties = {}, additionalProperties, unevaluatedProperties } = schema;
    const own = Object.hasOwn(properties, name) ? [properties[name] ?? true] : [];
    const found = [...own, ...matched(schema, name)];
    if (found.length > 0) return found;
    if (additionalProperties !== undefined) return [additionalProperties];
    if (unevaluatedProperties === undefined) return [];
    const others = applied(schema, value).slice(1);
    const isEvaluated = others.some((each) => describing(each, name, value).length > 0);
    return isEvaluated ? [] : [unevaluatedProperties];
  }

  function items(values: readonly Json[], schemas: readonly Schema[]): Account {
    const all = schemas.flatMap((schema) => applied(schema, values));
    return both(
      values.map((value, index) =>
        account(
          value,
          all.flatMap((schema) => itemSchemas(schema, values, index)),
        ),
      ),
    );
  }

  function itemSchemas(schema: SchemaObject, values: readonly Json[], index: number): Schema[] {
    const own = itemOf(schema, index);
    if (own !== undefined) return [own];
    if (schema.unevaluatedItems === undefined) return [];
    const value = values[index] as Json;
    const isEvaluated = applied(schema, values).some(
      (each) =>
        itemOf(each, index) !== undefined ||
        (each.contains !== undefined && holds(each.contains, value)) ||
        (each !== schema && each.unevaluatedItems !== undefined),
    );
    return isEvaluated ? [] : [schema.unevaluatedItems];
  }

  return (value) => account(value, [resolve(root)]);
}

function itemOf({ prefixItems = [], items }: SchemaObject, index: number): Schema | undefined {
  return prefixItems[index] ?? items;
}

function matched({ patternProperties = {} }: SchemaObject, name: string): Schema[] {
  return Object.entries(patternProperties).flatMap(([pattern, schema]) =>
    matchesPattern(pattern, name) ? [schema] : [],
  );
}

/** True when some schema declares properties and says nothing about further ones. */
function closes(schemas: readonly SchemaObject[]): boolean {
  return schemas.some(
    ({ properties = {}, patternProperties = {}, additionalProperties, unevaluatedProperties }) =>
      Object.keys(properties).length + Object.keys(patternProperties).length > 0 &&
      additionalProperties === undefined &&
      unevaluatedProperties === undefined,
  );
}

function names(schemas: readonly SchemaObject[], name: string): boolean {
  return schemas.some(({ properties = {} }) => Object.hasOwn(properties, name));
}

/** True when some schema requires a name, or makes others depend on it. */
function mentions(schemas: readonly SchemaObject[], name: string): boolean {
  return schemas.some(({ required = [], dependentRequired = {}, dependentSchemas = {} }) => {
    const dependent = Object.entries(dependentRequired).flatMap(([key, list]) => [key, ...list]);
    return [...required, ...dependent, ...Object.keys(dependentSchemas)].includes(name);
  });
}

function both(accounts: readonly Account[]): Account {
  return {
    isDeclared: accounts.every(({ isDeclared }) => isDeclared),
    mayBeDeclared: accounts.every(({ mayBeDeclared }) => mayBeDeclared),
  };
}
