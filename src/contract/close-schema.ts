import { matchesPattern } from "../patterns/text-pattern.js";
import { type Bundle, readerBundle } from "./bundle.js";
import { TogetherCloser, type UnionForm } from "./close-together.js";
import { ClosedDefinitions, type ClosingWork } from "./closed-definitions.js";
import { mapChildren } from "./map-schema.js";
import { declaredProperties, declares, isExplicit } from "./object-shape.js";
import { onlyRefers } from "./only-refers.js";
import { declaredOnly, defaultWriter, type Writer } from "./publisher-view.js";
import {
  type Definition,
  inPlaceSubschemas,
  type Location,
  type Schema,
  type SchemaObject,
} from "./schema.js";

/**
 * The writer's form of the schema at a location: what a publisher may send.
 *
 * An object schema that declares properties and says nothing about further ones is open for a reader and closed here,
 * so an undeclared property is rejected instead of lost. An explicit `additionalProperties` or
 * `unevaluatedProperties` is obeyed unchanged, unless `writer` says that `true` is meant for readers, and a schema
 * that declares no property at all is a free-form map and stays one. Of several cases, such as the branches of `oneOf`,
 * those count that the message is valid under. What this form accepts, the schema as written accepts too. Where nothing
 * is open, it is the reader's form.
 */
export function writerBundle(
  root: Location,
  definitions: ReadonlyMap<Location, Definition>,
  { writer = defaultWriter, unions = "conditions", work = uncounted }: ClosingOptions = {},
): Bundle {
  const options = { writer, unions, work };
  return writerBundles([root], definitions, options).get(root) ?? readerBundle(root, definitions);
}

/** The writer's form of the schemas at several locations, without those of which it is the reader's. */
export function writerBundles(
  roots: readonly Location[],
  definitions: ReadonlyMap<Location, Definition>,
  { writer = defaultWriter, unions = "conditions", work = uncounted }: ClosingOptions = {},
): ReadonlyMap<Location, Bundle> {
  if (writer === "as-written") return new Map();
  const made = new ClosedDefinitions(writer === "closed" ? definitions : declaredOnly(definitions), work);
  const closer = new Closer(made, unions);
  const closed = roots
    .filter((root) => made.opens({ $ref: root }))
    .map((root) => [root, closer.definition(root)] as const);
  return new Map(closed.map(([root, location]) => [root, made.bundle(location)]));
}

/** How a schema is closed. */
export interface ClosingOptions {
  /** What publishers may send undeclared; default `closed`. */
  readonly writer?: Writer;
  /** Default `conditions`; both accept the same. */
  readonly unions?: UnionForm;
  /** Default: nothing is counted. */
  readonly work?: ClosingWork;
}

/** What the closed form of a definition is called in the bundle of a writer's form. */
export function closedName(location: Location): Location {
  return `closed ${location}`;
}

const uncounted: ClosingWork = { spend: () => {} };

/** Schemas inside each other are closed where they are; a deeper one becomes a definition, so that no stack overflows. */
const deepest = 32;

/** Closes one schema after the other; a class because a schema that is met again is a definition from then on. */
class Closer {
  readonly #made: ClosedDefinitions;
  readonly #together: TogetherCloser;
  readonly #closed = new Map<Schema, Schema>();
  readonly #closing = new Set<Schema>();

  constructor(made: ClosedDefinitions, unions: UnionForm) {
    this.#made = made;
    this.#together = new TogetherCloser(made, (schema) => this.#close(schema), unions);
  }

  definition(location: Location): Location {
    return this.#made.define(closedName(location), () => this.#close(this.#made.resolve(location)));
  }

  /** A schema that is met inside itself, a second time or very deep inside others gets a name to be referred to. */
  #close(schema: Schema): Schema {
    const made = this.#made;
    made.work.spend(1);
    if (typeof schema === "boolean" || !made.opens(schema)) return made.open(schema);
    if (onlyRefers(schema)) return { ...schema, $ref: this.definition(schema.$ref) };
    const name = `part ${made.numberOf(schema)}`;
    if (made.has(name)) return { $ref: name };
    const before = this.#closed.get(schema);
    if (before !== undefined || this.#closing.has(schema)) made.set(name, before ?? true);
    else if (this.#closing.size >= deepest) made.define(name, () => this.#closePart(schema));
    if (made.has(name)) return { $ref: name };
    const closed = this.#closePart(schema);
    if (!made.has(name)) return closed;
    made.set(name, closed);
    return { $ref: name };
  }

  #closePart(schema: SchemaObject): Schema {
    this.#closing.add(schema);
    const closed = isAlone(schema) ? this.#closeAlone(schema) : this.#together.close([schema]);
    this.#closing.delete(schema);
    this.#closed.set(schema, closed);
    return closed;
  }

  /** Where no other schema applies in place, each part is closed where it stands. */
  #closeAlone(schema: SchemaObject): Schema {
    const closed = declares(schema) && !isExplicit(schema);
    const described = closed ? { ...schema, properties: declaredProperties(schema) } : schema;
    return {
      ...this.#made.open(schema),
      ...mapChildren(described, (child) => this.#close(child)),
      ...(closed ? { additionalProperties: false } : {}),
    };
  }
}

/** True when nothing else applies in place, and no member is described twice. */
function isAlone(schema: SchemaObject): boolean {
  if (schema.$ref !== undefined) return false;
  for (const [keyword] of inPlaceSubschemas(schema)) if (keyword !== "not") return false;
  const [pattern, another] = Object.keys(schema.patternProperties ?? {});
  if (pattern === undefined) return true;
  return (
    another === undefined &&
    !Object.keys(declaredProperties(schema)).some((name) => matchesPattern(pattern, name))
  );
}
