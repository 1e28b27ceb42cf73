import type { Bundle } from "../../contract/bundle.js";
import { componentsOf } from "../../contract/components.js";
import type { Location, Schema, SchemaObject } from "../../contract/schema.js";
import { referencesOf } from "../../contract/schema-closure.js";
import type { Json } from "../../json/json.js";
import { escapeSegment } from "../../json/pointer.js";
import type { Node, Part } from "./node.js";
import { partKey, rootedText, shortKey } from "./node-key.js";
import { partsOfSchema } from "./parts-of-schema.js";

/** A node that gets its parts after others refer to it. */
interface NodeInProgress extends Node {
  parts: readonly Part[];
  unevaluatedProperties: Node | undefined;
  unevaluatedItems: Node | undefined;
  readonly samples: Json[];
}

/** What a schema was, and where its references led then. */
interface KnownNode {
  readonly node: Node;
  readonly led: readonly (readonly [Location, Node])[];
}

/** What counts the steps of making nodes, and the bytes that are kept of them. */
export interface Meter {
  readonly spend: (steps?: number) => void;
  readonly keep: (bytes: number) => void;
}

/** Bundles that one schema is remembered in: edited ones come one after the other. */
const REMEMBERED = 8;
/** Characters of a key that are made in the time of a step. */
const KEY_PER_STEP = 5;
/** Bytes of a node and of each value, name or node that it lists, about. */
const NODE_BYTES = 400;
const LISTED_BYTES = 200;

/** How a table of nodes tells schemas apart. */
export interface NodeTableOptions {
  /**
   * Whether schemas that say the same are two nodes where their examples and defaults differ, so that none loses its
   * own; default `false`.
   */
  readonly bySamples?: boolean;
}

/** All nodes of one comparison, each once. */
export class NodeTable {
  /** Of the question that is asked now. */
  meter: Meter = { spend: () => {}, keep: () => {} };
  #bySamples = false;
  readonly #byKey = new Map<string, NodeInProgress>();
  readonly #nodes: NodeInProgress[] = [];
  /** The samples of nodes that say no more than a type, as text; empty where schemas differ in them. */
  readonly #typeSamples = new Map<Node, string>();
  /** Edited schemas share most of theirs; those with references are the same while these lead to the same nodes. */
  readonly #bySchema = new Map<SchemaObject, readonly KnownNode[]>();

  /** The schema `true`. */
  readonly anything: Node = this.#intern([], undefined, undefined, "");
  /** The schema `false`. */
  readonly nothing: Node = this.#intern([{ kind: "never" }], undefined, undefined, "");

  constructor({ bySamples = false }: NodeTableOptions = {}) {
    this.#bySamples = bySamples;
  }

  /** How many different schemas were met. */
  get size(): number {
    return this.#nodes.length;
  }

  /** The node of a bundle's root. */
  add({ root, definitions }: Bundle): Node {
    const schemaAt = (location: Location): Schema => definitions.get(location) ?? true;
    const made = new Map<Location, Node>();
    const resolve = (location: Location): Node => made.get(location) ?? this.anything;
    const next = (location: Location): Iterable<Location> => referencesOf(schemaAt(location));
    for (const component of componentsOf([root], next)) {
      this.meter.spend(component.length);
      const [first = root] = component;
      if (component.length === 1 && !referencesOf(schemaAt(first)).has(first)) {
        made.set(first, this.#node(schemaAt(first), first, resolve));
      } else this.#addRecursive(component, schemaAt, made);
    }
    return resolve(root);
  }

  /** A node made of parts that other nodes have. */
  of(parts: readonly Part[]): Node {
    return this.#intern(parts, undefined, undefined, "");
  }

  /** Definitions that lead to each other: the same text from the same root on is the same node. */
  #addRecursive(
    component: readonly Location[],
    schemaAt: (location: Location) => Schema,
    made: Map<Location, Node>,
  ): void {
    const inside = new Set(component);
    const fresh: [Location, NodeInProgress][] = [];
    for (const location of component) {
      const outside = (to: Location): string => `${made.get(to)?.id ?? this.anything.id}`;
      const key = `recursive ${rootedText(location, inside, schemaAt, outside)}`;
      this.meter.spend(1 + Math.floor(key.length / KEY_PER_STEP));
      const known = this.#byKey.get(shortKey(key));
      const node = known ?? this.#create(key, location);
      made.set(location, node);
      if (known === undefined) fresh.push([location, node]);
    }
    const resolve = (location: Location): Node => made.get(location) ?? this.anything;
    for (const [location, node] of fresh) {
      const schema = schemaAt(location);
      if (typeof schema === "boolean") continue;
      node.parts = this.#parts(schema, location, resolve);
      node.unevaluatedProperties = this.#optional(schema.unevaluatedProperties, location, resolve);
      node.unevaluatedItems = this.#optional(schema.unevaluatedItems, location, resolve);
      node.samples.push(...samplesOf(schema));
    }
  }

  #node(schema: Schema, place: string, resolve: (location: Location) => Node): Node {
    if (typeof schema === "boolean") return schema ? this.anything : this.nothing;
    this.meter.spend();
    const all = this.#bySchema.get(schema) ?? [];
    const known = all.find(({ led }) => led.every(([location, to]) => resolve(location) === to));
    if (known !== undefined) return known.node;
    const node = this.#newNode(schema, place, resolve);
    const led = [...referencesOf(schema)].map((location) => [location, resolve(location)] as const);
    this.#bySchema.set(schema, [{ node, led }, ...all.slice(0, REMEMBERED - 1)]);
    return node;
  }

  #newNode(schema: SchemaObject, place: string, resolve: (location: Location) => Node): Node {
    const parts = this.#parts(schema, place, resolve);
    const properties = this.#optional(schema.unevaluatedProperties, place, resolve);
    const items = this.#optional(schema.unevaluatedItems, place, resolve);
    const samples = this.#bySamples ? samplesOf(schema) : [];
    const node = this.#intern(parts, properties, items, place, samples);
    if (this.#bySamples && node.samples.length === 0) node.samples.push(...samples.slice(0, 8));
    else if (!this.#bySamples) this.#addSamples(node, schema);
    return node;
  }

  /** What is merely a text is the same node wherever it stands, and an example of one says nothing of another. */
  #addSamples(node: NodeInProgress, schema: SchemaObject): void {
    const samples = samplesOf(schema);
    if (node.parts.every(({ kind }) => kind === "type")) {
      const text = JSON.stringify(samples);
      const known = this.#typeSamples.get(node) ?? text;
      this.#typeSamples.set(node, known === text ? text : "");
      if (known !== text) node.samples.length = 0;
      if (known !== text || node.samples.length > 0) return;
    }
    for (const sample of samples) if (node.samples.length < 8) node.samples.push(sample);
  }

  #optional(
    schema: Schema | undefined,
    place: string,
    resolve: (location: Location) => Node,
  ): Node | undefined {
    return schema === undefined ? undefined : this.#node(schema, place, resolve);
  }

  #intern(
    parts: readonly Part[],
    unevaluatedProperties: Node | undefined,
    unevaluatedItems: Node | undefined,
    place: string,
    samples: readonly Json[] = [],
  ): NodeInProgress {
    const [only] = parts;
    const plain = unevaluatedProperties === undefined && unevaluatedItems === undefined;
    // a schema that only refers to another one is the other one
    if (
      plain &&
      samples.length === 0 &&
      parts.length === 1 &&
      only?.kind === "allOf" &&
      only.nodes.length === 1
    ) {
      const [same] = only.nodes;
      if (same !== undefined) return same as NodeInProgress;
    }
    // what is said twice is said once
    const byText = new Map(parts.map((part) => [partKey(part), part]));
    const texts = [...byText.keys()].sort();
    if (plain && byText.size < parts.length)
      return this.#intern([...byText.values()], undefined, undefined, place, samples);
    const own = samples.length === 0 ? [] : [samples];
    const key = JSON.stringify([texts, unevaluatedProperties?.id, unevaluatedItems?.id, ...own]);
    this.meter.spend(1 + Math.floor(key.length / KEY_PER_STEP));
    const known = this.#byKey.get(shortKey(key));
    if (known !== undefined) return known;
    this.meter.keep(parts.reduce((bytes, part) => bytes + bytesOf(part), 0));
    const node = this.#create(key, place);
    node.parts = [...byText.values()];
    node.unevaluatedProperties = unevaluatedProperties;
    node.unevaluatedItems = unevaluatedItems;
    return node;
  }

  #parts(schema: SchemaObject, place: string, resolve: (location: Location) => Node): Part[] {
    return partsOfSchema(schema, {
      at: (sub, ...path) =>
        this.#node(
          sub,
          path.reduce<string>((pointer, name) => `${pointer}/${escapeSegment(name)}`, place),
          resolve,
        ),
      references: resolve,
      of: (parts) => this.of(parts),
    });
  }

  #create(key: string, place: string): NodeInProgress {
    this.meter.keep(NODE_BYTES);
    const node: NodeInProgress = {
      id: this.#nodes.length,
      parts: [],
      unevaluatedProperties: undefined,
      unevaluatedItems: undefined,
      place,
      samples: [],
    };
    this.#nodes.push(node);
    this.#byKey.set(shortKey(key), node);
    return node;
  }
}

function bytesOf(part: Part): number {
  switch (part.kind) {
    case "enum":
      return LISTED_BYTES * part.values.length;
    case "members":
      return LISTED_BYTES * (part.properties.size + part.patterns.size);
    case "required":
      return LISTED_BYTES * part.names.length;
    case "anyOf":
    case "oneOf":
      return LISTED_BYTES * part.nodes.length;
    default:
      return LISTED_BYTES;
  }
}

function samplesOf({ examples = [], default: preset }: SchemaObject): readonly Json[] {
  return preset === undefined ? examples : [...examples, preset];
}
