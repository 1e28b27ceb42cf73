import { schemaAt } from "../../contract/bundle.js";
import type { LoadedSchema } from "../../contract/load-schema.js";
import { childSubschemas, inPlaceSubschemas, type Schema, type SchemaObject } from "../../contract/schema.js";
import { closureOf } from "../../contract/schema-closure.js";
import type { Change, ChangePlace } from "./change.js";
import { inner, whole } from "./walked-keywords.js";

/**
 * What a change does to the values that a schema accepts, where the change alone shows it: with `widens`, whatever the
 * old schema accepts it accepts with this change, too, and the new one accepts no more without it.
 */
export type Effect = "widens" | "narrows";

/** Finds the changes that can break one direction only, so that the other one is not asked about them. */
export class OneSided {
  readonly #before: LoadedSchema;
  readonly #after: LoadedSchema;
  readonly #isMonotone: boolean;

  constructor(before: LoadedSchema, after: LoadedSchema) {
    this.#before = before;
    this.#after = after;
    this.#isMonotone = [before, after].every(({ location, definitions }) =>
      [...closureOf(location, definitions)].every((each) => isMonotone(schemaAt(each, definitions))),
    );
  }

  /** `undefined` where it takes the engine to decide. */
  effectOf(change: Change): Effect | undefined {
    if (!this.#isMonotone) return undefined;
    switch (change.kind) {
      case "enum-value-added":
      case "required-removed":
        return "widens";
      case "enum-value-removed":
      case "required-added":
        return "narrows";
      case "keyword-added":
        return isLimit(change) ? "narrows" : undefined;
      case "keyword-removed":
        return isLimit(change) ? "widens" : undefined;
      case "property-added":
        return this.#isClosedThere(change) ? "widens" : undefined;
      case "property-removed":
        return this.#isClosedThere(change) ? "narrows" : undefined;
      default:
        return undefined;
    }
  }

  /** Whether the objects on both sides refuse every property that they do not declare, so that one more is one allowed. */
  #isClosedThere({ old, new: now, also = [] }: Change): boolean {
    if (also.length > 0) return false;
    const around = ({ location, path }: ChangePlace, { definitions }: LoadedSchema): unknown =>
      path
        .slice(0, -2)
        .reduce<unknown>(
          (value, step) =>
            typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined,
          definitions.get(location)?.schema,
        );
    return [around(old, this.#before), around(now, this.#after)].every((value) => {
      if (typeof value !== "object" || value === null) return false;
      const { additionalProperties, patternProperties } = value as SchemaObject;
      return additionalProperties === false && patternProperties === undefined;
    });
  }
}

/**
 * Keywords that only ever narrow a schema, whatever the keywords beside them: assertions (2020-12, Validation, 6), and
 * applicators whose subschema must hold wherever it applies. `minContains` may be 0, which accepts more.
 */
const limits: ReadonlySet<string | number> = new Set([
  "type",
  "enum",
  "contains",
  ...[...whole, ...inner].filter((keyword) => !/Contains$|^unevaluated/.test(keyword)),
]);

function isLimit({ undo: { path } }: Change): boolean {
  const keyword = path.at(-1);
  return keyword !== undefined && limits.has(keyword) && !names.has(path.at(-2) ?? "");
}

/** Keywords whose members have names: `properties` may have one called `pattern`. */
const names: ReadonlySet<string | number> = new Set(["properties", "patternProperties", "dependentSchemas"]);

/** Keywords by which a schema accepts less when a part of it accepts more, or that depend on what other parts evaluate. */
const turning = ["not", "oneOf", "if", "maxContains", "unevaluatedProperties", "unevaluatedItems"] as const;

/** What was found of a schema: versions are compared with two others, and definitions are shared. */
const known = new WeakMap<SchemaObject, boolean>();

/** Whether a schema accepts at least as much when any part of it does. */
function isMonotone(root: Schema): boolean {
  if (typeof root === "boolean") return true;
  const before = known.get(root);
  if (before !== undefined) return before;
  const is = [...schemasIn(root)].every((schema) =>
    turning.every((keyword) => schema[keyword] === undefined),
  );
  known.set(root, is);
  return is;
}

/** A schema with those inside of it, at any depth; what references lead to is not inside. */
function* schemasIn(root: SchemaObject): Generator<SchemaObject> {
  const pending: Schema[] = [root];
  for (let schema = pending.pop(); schema !== undefined; schema = pending.pop()) {
    if (typeof schema === "boolean") continue;
    yield schema;
    for (const [, held] of [...inPlaceSubschemas(schema), ...childSubschemas(schema)]) pending.push(held);
  }
}
