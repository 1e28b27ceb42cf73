import { matchesPattern } from "../patterns/text-pattern.js";
import { type Bundle, readerBundle, schemaAt } from "./bundle.js";
import { mapChildren, mapSubschemas } from "./map-schema.js";
import { type Description, declaredProperties, declares, type Shape, shapeOf } from "./object-shape.js";
import { onlyRefers } from "./only-refers.js";
import {
  childSubschemas,
  type Definition,
  inPlaceSubschemas,
  type Location,
  type Schema,
  type SchemaObject,
} from "./schema.js";
import { closureOf, referencesOf } from "./schema-closure.js";

/**
 * The writer's form of the schema at a location: what a publisher may send.
 *
 * An object schema that declares properties and says nothing about further ones is open for a reader and closed here,
 * so that a property nobody declared is stopped instead of lost. An explicit `additionalProperties` or
 * `unevaluatedProperties` is obeyed as it stands, and a schema that declares no property at all is a free-form map and
 * stays one. What this form accepts, the schema as written accepts too. Where nothing is open, it is the reader's form.
 */
export function writerBundle(root: Location, definitions: ReadonlyMap<Location, Definition>): Bundle {
  const closer = new Closer(definitions);
  if (!closer.opens({ $ref: root })) return readerBundle(root, definitions);
  const closed = closer.closedDefinition(root);
  return { root: closed, definitions: closer.made };
}

/** Makes closed definitions on demand, each once, so that recursion ends. */
class Closer {
  readonly made = new Map<Location, Schema>();
  readonly #definitions: ReadonlyMap<Location, Definition>;
  readonly #numbers = new Map<Schema, number>();
  readonly #opens = new Map<Location, boolean>();
  readonly #closing = new Set<Schema>();

  constructor(definitions: ReadonlyMap<Location, Definition>) {
    this.#definitions = definitions;
  }

  closedDefinition(location: Location): Location {
    return this.#define(`closed ${location}`, () => this.#close(this.#resolve(location)));
  }

  /** True when some object in a schema, or in what it refers to, is open only because nobody said anything. */
  opens(schema: Schema): boolean {
    return (
      opensItself(schema) || [...referencesOf(schema)].some((location) => this.#opensDefinition(location))
    );
  }

  #opensDefinition(location: Location): boolean {
    const known = this.#opens.get(location);
    if (known !== undefined) return known;
    const reached = [...closureOf(location, this.#definitions)];
    const opens = reached.some((each) => opensItself(schemaAt(each, this.#definitions)));
    this.#opens.set(location, opens);
    return opens;
  }

  #resolve(location: Location): Schema {
    return schemaAt(location, this.#definitions);
  }

  #define(name: Location, make: () => Schema): Location {
    if (!this.made.has(name)) {
      this.made.set(name, true);
      this.made.set(name, make());
    }
    return name;
  }

  #close(schema: Schema): Schema {
    if (typeof schema === "boolean" || !this.opens(schema)) return this.#open(schema);
    const name = `part ${this.#numberOf(schema)}`;
    // a schema that is met inside itself gets a name to be referred to
    if (this.#closing.has(schema)) this.made.set(name, true);
    if (this.made.has(name)) return { $ref: name };
    this.#closing.add(schema);
    const closed = this.#closeOnce(schema);
    this.#closing.delete(schema);
    if (!this.made.has(name)) return closed;
    this.made.set(name, closed);
    return { $ref: name };
  }

  #closeOnce(schema: SchemaObject): Schema {
    const inPlace = [...inPlaceSubschemas(schema)].filter(([keyword]) => keyword !== "not");
    if (onlyRefers(schema)) return { ...schema, $ref: this.closedDefinition(schema.$ref) };
    const shape = shapeOf([{ schema, certain: true }], (location) => this.#resolve(location));
    const alone = schema.$ref === undefined && inPlace.length === 0 && !patternsMeetNames(shape);
    return alone ? this.#closeAlone(schema, shape) : this.#closeTogether(schema, shape);
  }

  /** Where no other schema applies in place, each part is closed where it stands. */
  #closeAlone(schema: SchemaObject, shape: Shape): Schema {
    const close = (child: Schema): Schema => this.#close(child);
    const closed = declares(shape) && !shape.explicit;
    return {
      ...(this.#open(schema) as SchemaObject),
      ...mapChildren(closed ? { ...schema, properties: declaredProperties(schema) } : schema, close),
      ...(closed ? { additionalProperties: false } : {}),
    };
  }

  /**
   * Where others apply in place they stay as written, since a closed branch of `oneOf`, `not` or `if` could make the
   * whole accept more. What none of them evaluates is refused beside them, and a second schema, whose annotations
   * `unevaluatedProperties` does not see, closes what is inside: a member that one schema alone describes, for every
   * value, is closed; of any other only the names are restricted.
   */
  #closeTogether(schema: SchemaObject, shape: Shape): Schema {
    const { additionalProperties, unevaluatedProperties } = schema;
    const silent = additionalProperties === undefined && unevaluatedProperties === undefined;
    const written = this.#open(schema) as SchemaObject;
    return {
      allOf: [
        declares(shape) && silent ? { ...written, unevaluatedProperties: false } : written,
        this.#membersOf(shape),
      ],
    };
  }

  /** `anything`: another schema in place lets undeclared members be whatever they are, this one too, perhaps. */
  #restrict(descriptions: readonly Description[], anything: boolean): Schema {
    const [only] = descriptions;
    if (!descriptions.some(({ schema }) => this.opens(schema))) return true;
    if (descriptions.length === 1 && only?.certain) return this.#close(only.schema);
    if (anything) return true;
    return { $ref: this.#namesOnly(descriptions.map(({ schema }) => schema)) };
  }

  /** A definition that refuses undeclared properties at every depth and says nothing else. */
  #namesOnly(schemas: readonly Schema[]): Location {
    const numbers = [...new Set(schemas.map((schema) => this.#numberOf(schema)))].sort((a, b) => a - b);
    return this.#define(`names ${numbers.join(" ")}`, () => {
      const shape = shapeOf(
        schemas.map((schema) => ({ schema, certain: false })),
        (location) => this.#resolve(location),
      );
      const members = this.#membersOf(shape);
      return declares(shape) && !shape.explicit ? { ...members, additionalProperties: false } : members;
    });
  }

  /** What a shape says of members and items, each restricted by everything that describes it. */
  #membersOf({ names, patterns, further, items, anything }: Shape): SchemaObject {
    const restrict = (descriptions: readonly Description[]): Schema => this.#restrict(descriptions, anything);
    const properties = [...names].map(([name, own]) => {
      const matching = [...patterns].filter(([pattern]) => matchesPattern(pattern, name));
      return [name, restrict([...own, ...matching.flatMap(([, list]) => list), ...further])] as const;
    });
    const all = [...patterns.values(), ...names.values()].flat();
    const matched = [...patterns].map(([pattern]) => [pattern, restrict([...all, ...further])] as const);
    return {
      ...(properties.length > 0 ? { properties: Object.fromEntries(properties) } : {}),
      ...(matched.length > 0 ? { patternProperties: Object.fromEntries(matched) } : {}),
      ...(further.length > 0 ? { additionalProperties: restrict(further) } : {}),
      ...(items.length > 0 ? { items: restrict(items) } : {}),
    };
  }

  #numberOf(schema: Schema): number {
    const number = this.#numbers.get(schema) ?? this.#numbers.size;
    this.#numbers.set(schema, number);
    return number;
  }

  /** The schema as written, with its references led to definitions of this bundle. */
  #open(schema: Schema): Schema {
    if (typeof schema === "boolean") return schema;
    const { $ref } = schema;
    const led = $ref === undefined ? {} : { $ref: this.#define($ref, () => this.#open(this.#resolve($ref))) };
    return { ...schema, ...led, ...mapSubschemas(schema, (inner) => this.#open(inner)) };
  }
}

function opensItself(schema: Schema): boolean {
  if (typeof schema === "boolean") return false;
  const { properties, patternProperties, additionalProperties, unevaluatedProperties } = schema;
  const declared = properties !== undefined || patternProperties !== undefined;
  if (declared && additionalProperties === undefined && unevaluatedProperties === undefined) return true;
  return [...inPlaceSubschemas(schema), ...childSubschemas(schema)].some(([, inner]) => opensItself(inner));
}

/** A member that `properties` and `patternProperties`, or two patterns, both describe. */
function patternsMeetNames({ names, patterns }: Shape): boolean {
  if (patterns.size > 1) return true;
  return [...patterns.keys()].some((pattern) =>
    [...names.keys()].some((name) => matchesPattern(pattern, name)),
  );
}
