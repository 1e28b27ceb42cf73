import { matchesPattern } from "../patterns/text-pattern.js";
import { type Bundle, readerBundle, schemaAt } from "./bundle.js";
import { mapChildren, mapSubschemas } from "./map-schema.js";
import {
  type Description,
  declaredProperties,
  declares,
  describersOf,
  type Shape,
  shapeOf,
} from "./object-shape.js";
import { onlyRefers } from "./only-refers.js";
import { opennessOf } from "./openness.js";
import { declaredOnly, defaultWriter, type Writer } from "./publisher-view.js";
import {
  type Definition,
  inPlaceSubschemas,
  type Location,
  type Schema,
  type SchemaObject,
} from "./schema.js";
import { referencesOf } from "./schema-closure.js";

/**
 * The writer's form of the schema at a location: what a publisher may send.
 *
 * An object schema that declares properties and says nothing about further ones is open for a reader and closed here,
 * so that a property nobody declared is stopped instead of lost. An explicit `additionalProperties` or
 * `unevaluatedProperties` is obeyed as it stands, unless `writer` says that `true` is meant for readers, and a schema
 * that declares no property at all is a free-form map and stays one. What this form accepts, the schema as written
 * accepts too. Where nothing is open, it is the reader's form.
 */
export function writerBundle(
  root: Location,
  definitions: ReadonlyMap<Location, Definition>,
  { writer = defaultWriter, work = uncounted }: ClosingOptions = {},
): Bundle {
  if (writer === "as-written") return readerBundle(root, definitions);
  const closer = new Closer(writer === "closed" ? definitions : declaredOnly(definitions), work);
  return closer.opens({ $ref: root }) ? closer.bundle(root) : readerBundle(root, definitions);
}

/** Schemas inside each other are closed where they are; a deeper one becomes a definition, so that no stack overflows. */
const deepest = 32;

/**
 * Alternatives that share property names combine: n of them in up to 2^n ways. The combinations nearest to the root
 * come first, and once they hold more schemas than this together, further ones restrict nothing.
 */
const mostCombined = 100_000;

/** What counts the steps of closing, and may end it by an error. */
export interface ClosingWork {
  readonly spend: (steps: number) => void;
}

/** How a schema is closed. */
export interface ClosingOptions {
  /** What publishers may send undeclared; default `closed`. */
  readonly writer?: Writer;
  /** Default: nothing is counted. */
  readonly work?: ClosingWork;
}

const uncounted: ClosingWork = { spend: () => {} };

/** Makes closed definitions on demand, each once and none inside another, so that recursion ends. */
class Closer {
  /** True when some object in a schema, or in what it refers to, is open only because it says nothing. */
  readonly opens: (schema: Schema) => boolean;
  readonly #made = new Map<Location, Schema>();
  readonly #pending: (() => void)[] = [];
  readonly #definitions: ReadonlyMap<Location, Definition>;
  readonly #numbers = new Map<Schema, number>();
  readonly #closed = new Map<Schema, Schema>();
  readonly #closing = new Set<Schema>();
  readonly #describers = new Map<Schema, readonly SchemaObject[]>();
  #combined = 0;

  readonly #work: ClosingWork;

  constructor(definitions: ReadonlyMap<Location, Definition>, work: ClosingWork) {
    this.#definitions = definitions;
    this.#work = work;
    this.opens = opennessOf(definitions);
  }

  bundle(root: Location): Bundle {
    const closed = this.#closedDefinition(root);
    // An array that grows while it is walked visits what was added.
    for (const make of this.#pending) make();
    return { root: closed, definitions: this.#made };
  }

  #closedDefinition(location: Location): Location {
    return this.#define(`closed ${location}`, () => this.#close(this.#resolve(location)));
  }

  #resolve(location: Location): Schema {
    return schemaAt(location, this.#definitions);
  }

  /** Names a definition that is made later, since the ones that it needs may be thousands. */
  #define(name: Location, make: () => Schema): Location {
    if (!this.#made.has(name)) {
      this.#made.set(name, true);
      this.#pending.push(() => this.#made.set(name, make()));
    }
    return name;
  }

  /** A schema that is met inside itself, a second time or very deep inside others gets a name to be referred to. */
  #close(schema: Schema): Schema {
    this.#work.spend(1);
    if (typeof schema === "boolean" || !this.opens(schema)) return this.#open(schema);
    if (onlyRefers(schema)) return { ...schema, $ref: this.#closedDefinition(schema.$ref) };
    const name = `part ${this.#numberOf(schema)}`;
    if (this.#made.has(name)) return { $ref: name };
    const before = this.#closed.get(schema);
    if (before !== undefined || this.#closing.has(schema)) this.#made.set(name, before ?? true);
    else if (this.#closing.size >= deepest) this.#define(name, () => this.#closePart(schema));
    if (this.#made.has(name)) return { $ref: name };
    const closed = this.#closePart(schema);
    if (!this.#made.has(name)) return closed;
    this.#made.set(name, closed);
    return { $ref: name };
  }

  #closePart(schema: SchemaObject): Schema {
    this.#closing.add(schema);
    const closed = this.#closeOnce(schema);
    this.#closing.delete(schema);
    this.#closed.set(schema, closed);
    return closed;
  }

  #closeOnce(schema: SchemaObject): Schema {
    const inPlace = [...inPlaceSubschemas(schema)].filter(([keyword]) => keyword !== "not");
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
    const closed = { ...written, ...withMentioned(written, shape), unevaluatedProperties: false };
    return {
      allOf: [declares(shape) && silent ? closed : written, this.#membersOf(shape)],
    };
  }

  /** `anything`: another schema in place lets undeclared members be whatever they are, this one too, perhaps. */
  #restrict(descriptions: readonly Description[], anything: boolean): Schema {
    const [only] = descriptions;
    if (!descriptions.some(({ schema }) => this.opens(schema))) return true;
    if (descriptions.length === 1 && only?.certain) return this.#close(only.schema);
    if (anything) return true;
    this.#work.spend(descriptions.length);
    const describers = new Set(descriptions.flatMap(({ schema }) => this.#describersOf(schema)));
    return this.#namesOnly([...describers]);
  }

  /** A definition that refuses undeclared properties at every depth and says nothing else. */
  #namesOnly(schemas: readonly SchemaObject[]): Schema {
    this.#work.spend(schemas.length);
    const numbers = schemas.map((schema) => this.#numberOf(schema)).sort((a, b) => a - b);
    const name = `names ${numbers.join(" ")}`;
    if (!this.#made.has(name)) this.#combined += numbers.length;
    if (numbers.length === 0 || this.#combined > mostCombined) return true;
    this.#define(name, () => {
      const roots = schemas.map((schema) => ({ schema, certain: false }));
      const shape = shapeOf(roots, (location) => this.#resolve(location));
      const members = this.#membersOf(shape);
      return declares(shape) && !shape.explicit ? { ...members, additionalProperties: false } : members;
    });
    return { $ref: name };
  }

  #describersOf(schema: Schema): readonly SchemaObject[] {
    const found = this.#describers.get(schema) ?? describersOf(schema, (location) => this.#resolve(location));
    this.#describers.set(schema, found);
    return found;
  }

  /** What a shape says of members and items, each restricted by everything that describes it. */
  #membersOf({ names, patterns, further, prefix, items, anything }: Shape): SchemaObject {
    this.#work.spend(names.size * (1 + patterns.size) + prefix.length);
    const restrict = (descriptions: readonly Description[]): Schema => this.#restrict(descriptions, anything);
    const properties = [...names].map(([name, own]) => {
      const matching = [...patterns].filter(([pattern]) => matchesPattern(pattern, name));
      return [name, restrict([...own, ...matching.flatMap(([, list]) => list), ...further])] as const;
    });
    const all = [...patterns.values(), ...names.values()].flat();
    const matched = patterns.size === 0 ? true : restrict([...all, ...further]);
    return {
      ...(properties.length > 0 ? { properties: Object.fromEntries(properties) } : {}),
      ...(patterns.size > 0
        ? { patternProperties: Object.fromEntries([...patterns.keys()].map((key) => [key, matched])) }
        : {}),
      ...(further.length > 0 ? { additionalProperties: restrict(further) } : {}),
      ...(prefix.length > 0 ? { prefixItems: prefix.map(restrict) } : {}),
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
    if (typeof schema === "boolean" || referencesOf(schema).size === 0) return schema;
    const { $ref } = schema;
    const led = $ref === undefined ? {} : { $ref: this.#define($ref, () => this.#open(this.#resolve($ref))) };
    return { ...schema, ...led, ...mapSubschemas(schema, (inner) => this.#open(inner)) };
  }
}

/** The properties of a schema with those that some schema in place requires and none describes: they may be anything. */
function withMentioned({ properties }: SchemaObject, { names }: Shape): Pick<SchemaObject, "properties"> {
  const mentioned = [...names].filter(([, descriptions]) => descriptions.length === 0);
  if (mentioned.length === 0) return {};
  return {
    properties: { ...properties, ...Object.fromEntries(mentioned.map(([name]) => [name, true] as const)) },
  };
}

/** A member that `properties` and `patternProperties`, or two patterns, both describe. */
function patternsMeetNames({ names, patterns }: Shape): boolean {
  if (patterns.size > 1) return true;
  return [...patterns.keys()].some((pattern) =>
    [...names.keys()].some((name) => matchesPattern(pattern, name)),
  );
}
