import { isValid } from "../compat/prove/evaluate.js";
import type { Node } from "../compat/prove/node.js";
import { NodeTable } from "../compat/prove/node-table.js";
import { canonicalize } from "../contract/canonicalize.js";
import { locationOf } from "../contract/collect-definitions.js";
import { headersTarget } from "../contract/headers-schema.js";
import { buildRegistry, type Registry } from "../contract/registry.js";
import type { Location, Schema } from "../contract/schema.js";
import { referencesOf } from "../contract/schema-closure.js";
import { enterSchema, type SchemaPlace } from "../contract/walk-schema.js";
import type { Json, JsonObject } from "../json/json.js";
import type { LintSubject } from "./lint-rule.js";
import type { PlacedSchema } from "./placed-schema.js";

const known = new WeakMap<LintSubject, Evaluation>();

/** What evaluating the schemas of one contract shares. */
export function evaluationOf(subject: LintSubject): Evaluation {
  const evaluation = known.get(subject) ?? new Evaluation(subject);
  known.set(subject, evaluation);
  return evaluation;
}

/** The schemas of one contract as nodes of one table. */
export class Evaluation {
  readonly table = new NodeTable();
  readonly #registry: Registry;
  readonly #definitions: Map<Location, Schema>;
  readonly #canonical = new Map<PlacedSchema, Schema>();
  readonly #nodes = new Map<PlacedSchema, Node>();

  constructor(subject: LintSubject) {
    const { contract, sources } = subject;
    const settings = new Set(contract.events.flatMap(({ headers }) => headers?.source.path ?? []));
    const paths = new Set([...contract.definitions.values()].map(({ path }) => path));
    this.#registry = buildRegistry(
      [...paths].flatMap((path) => (settings.has(path) ? [] : (sources.get(path) ?? []))),
      { paths: new Set(sources.keys()), unreadable: new Set() },
      [...settings].flatMap((path) => headersTarget(sources.get(path)) ?? []),
    );
    this.#definitions = new Map(
      [...contract.definitions].map(([location, { schema }]) => [location, schema]),
    );
  }

  /** Whether the schema at a place, with everything that it refers to, takes a value. */
  accepts(placed: PlacedSchema, value: Json): boolean {
    return isValid(this.nodeOf(placed), value);
  }

  nodeOf(placed: PlacedSchema): Node {
    const before = this.#nodes.get(placed);
    if (before !== undefined) return before;
    const node = this.#add(locationOf(placed.source.path, placed.pointer), this.canonicalOf(placed));
    this.#nodes.set(placed, node);
    return node;
  }

  /** The node of some keywords of a schema, or of keywords that replace it. */
  nodeOfPart(placed: PlacedSchema, part: JsonObject): Node {
    const root = `${locationOf(placed.source.path, placed.pointer)} in part`;
    return this.#add(root, this.#canonicalize(placed, part, enterSchema(placed.schema, placed.outer)));
  }

  /** The contract holds whatever a `$ref` leads to, but a schema in the middle of a file only inside its definition. */
  canonicalOf(placed: PlacedSchema): Schema {
    const before =
      this.#definitions.get(locationOf(placed.source.path, placed.pointer)) ?? this.#canonical.get(placed);
    if (before !== undefined) return before;
    const canonical = this.#canonicalize(placed, placed.schema, placed.outer);
    this.#canonical.set(placed, canonical);
    return canonical;
  }

  #add(root: Location, schema: Schema): Node {
    if (this.#definitions.has(root)) return this.table.add({ root, definitions: this.#definitions });
    this.#definitions.set(root, schema);
    try {
      return this.table.add({ root, definitions: this.#definitions });
    } finally {
      this.#definitions.delete(root);
    }
  }

  /** Where the `$ref` of a schema leads. */
  referenceOf(placed: PlacedSchema): Location | undefined {
    const canonical = this.canonicalOf(placed);
    return typeof canonical === "boolean" ? undefined : canonical.$ref;
  }

  /** The definitions that a schema leads to. */
  reachedFrom(placed: PlacedSchema): ReadonlySet<Location> {
    const reached = new Set(referencesOf(this.canonicalOf(placed)));
    // a set that grows while it is walked visits what was added
    for (const location of reached)
      for (const next of referencesOf(this.#definitions.get(location) ?? true)) reached.add(next);
    return reached;
  }

  #canonicalize({ source }: PlacedSchema, value: JsonObject, place: SchemaPlace): Schema {
    return canonicalize(
      value,
      { source, place },
      {
        registry: this.#registry,
        findings: [],
        refer: (target) => locationOf(target.source.path, target.place.pointer),
        referDynamically: () => {},
        referUnread: () => {},
      },
    );
  }
}
