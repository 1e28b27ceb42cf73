import { appendTo } from "../code/append-to.js";
import { type Contract, schemasOfEvent } from "../contract/contract.js";
import type { Location, Schema, SchemaObject } from "../contract/schema.js";
import { joinPointer } from "../json/pointer.js";
import { type Conjuncts, conjunctsOf } from "./conjuncts.js";
import { keywordFacts } from "./keyword-facts.js";
import type { PayloadNode, PlaceKind } from "./payload-node.js";
import { typeWords } from "./type-words.js";

/** Places of one version that are shown; a tree of more is cut, and says so. */
export const MOST_PLACES = 2_000;
/** Levels that are shown. */
export const DEEPEST = 30;

/** The payload of one schema as a tree: what is in place by `$ref` and `allOf` is one place. */
export function payloadTree(location: Location, definitions: Contract["definitions"]): PayloadNode {
  return new TreeBuilder(definitions, location.replace(/#.*$/s, "")).node(
    { kind: "message", label: "message", path: "" },
    [{ $ref: location }],
    {
      isRequired: true,
      around: new Map(),
    },
  );
}

/** The payload of every version and of all declared headers, by location. */
export function payloadTrees({
  events,
  definitions,
}: Pick<Contract, "events" | "definitions">): ReadonlyMap<Location, PayloadNode> {
  const locations = events.flatMap((event) => schemasOfEvent(event).map(({ location }) => location));
  return new Map(locations.map((location) => [location, payloadTree(location, definitions)]));
}

interface Place {
  readonly kind: PlaceKind;
  readonly label: string;
  readonly path: string;
}

interface Setting {
  readonly isRequired: boolean;
  /** The references that lead here, with the path of the place that each was met at. */
  readonly around: ReadonlyMap<Location, string>;
}

class TreeBuilder {
  readonly #definitions: Contract["definitions"];
  readonly #file: string;
  #left = MOST_PLACES - 1;
  readonly #paths = new Set<string>();

  constructor(definitions: Contract["definitions"], file: string) {
    this.#definitions = definitions;
    this.#file = file;
  }

  node(place: Place, schemas: readonly Schema[], { isRequired, around }: Setting): PayloadNode {
    const conjuncts = conjunctsOf(schemas, this.#definitions);
    const { schemas: parts, isPossible, references } = conjuncts;
    const first = [...references].map((each) => around.get(each)).find((path) => path !== undefined);
    const inside =
      references.size === 0
        ? around
        : new Map([...around, ...[...references].map((each) => [each, place.path] as const)]);
    // a recursive reference is not followed again; only the keywords beside it are shown
    const own =
      first === undefined
        ? conjuncts
        : conjunctsOf(schemas, this.#definitions, (location) => around.has(location));
    const children = this.#childrenOf(place.path, own, inside);
    const title = parts.find((each) => each.title !== undefined)?.title;
    return {
      kind: place.kind,
      path: place.path,
      label: place.kind === "alternative" && title !== undefined ? `${place.label}, ${title}` : place.label,
      type: isPossible ? typeWords(parts, this.#definitions) : "no value is valid",
      isRequired,
      isDeprecated: parts.some(({ deprecated }) => deprecated === true),
      title: place.kind === "alternative" ? undefined : title,
      description: parts.find(({ description }) => description !== undefined)?.description,
      facts: parts.flatMap(keywordFacts),
      examples: parts.flatMap(({ examples }) => examples ?? []),
      children: typeof children === "number" ? [] : children,
      sameAs: first,
      more: typeof children === "number" ? { places: children, file: this.#file } : undefined,
    };
  }

  /** The places inside, or how many there are where that is too many. */
  #childrenOf(
    path: string,
    { schemas }: Conjuncts,
    around: ReadonlyMap<Location, string>,
  ): readonly PayloadNode[] | number {
    const places = [...propertiesOf(schemas), ...itemsOf(schemas), ...branchesOf(schemas)];
    if (places.length === 0) return [];
    const depth = path.split("/").length - 1;
    if (this.#left < places.length || depth >= DEEPEST) return places.length;
    this.#left -= places.length;
    return places.map(({ kind, label, segment, schemas: inner, isRequired = false }) =>
      this.node({ kind, label, path: this.#unused(joinPointer(path, segment)) }, inner, {
        isRequired,
        around,
      }),
    );
  }

  /** A property may have the name by which a place of another kind is called. */
  #unused(path: string): string {
    const free = this.#paths.has(path) ? this.#unused(`${path}'`) : path;
    this.#paths.add(free);
    return free;
  }
}

interface ChildPlace {
  readonly kind: PlaceKind;
  readonly label: string;
  readonly segment: string;
  readonly schemas: readonly Schema[];
  readonly isRequired?: boolean;
}

function propertiesOf(schemas: readonly SchemaObject[]): readonly ChildPlace[] {
  const required = new Set(schemas.flatMap((schema) => schema.required ?? []));
  const named = grouped(schemas.map(({ properties }) => properties));
  const patterns = grouped(schemas.map(({ patternProperties }) => patternProperties));
  const undeclared = [...required].filter((name) => !named.has(name));
  const others = schemas.flatMap(({ additionalProperties, unevaluatedProperties }) =>
    [additionalProperties, unevaluatedProperties].filter((each) => typeof each === "object"),
  );
  const names = schemas.flatMap(({ propertyNames }) =>
    typeof propertyNames === "object" ? [propertyNames] : [],
  );
  return [
    ...[...named].map(([name, each]): ChildPlace => {
      return {
        kind: "property",
        label: shownName(name),
        segment: name,
        schemas: each,
        isRequired: required.has(name),
      };
    }),
    ...undeclared.map((name): ChildPlace => {
      return { kind: "property", label: shownName(name), segment: name, schemas: [], isRequired: true };
    }),
    ...[...patterns].map(([pattern, each]): ChildPlace => {
      return { kind: "name-pattern", label: pattern, segment: `matching ${pattern}`, schemas: each };
    }),
    ...(others.length === 0
      ? []
      : [
          {
            kind: "other-properties",
            label: "any other property",
            segment: "any other",
            schemas: others,
          } as const,
        ]),
    ...(names.length === 0
      ? []
      : [{ kind: "condition", label: "each property name", segment: "names", schemas: names } as const]),
  ];
}

/** White space would not be seen. */
function shownName(name: string): string {
  return /^\s|\s$|\s\s|^$/.test(name) ? JSON.stringify(name) : name;
}

function itemsOf(schemas: readonly SchemaObject[]): readonly ChildPlace[] {
  const longest = Math.max(0, ...schemas.map(({ prefixItems }) => prefixItems?.length ?? 0));
  const positions = Array.from({ length: longest }, (_, index): ChildPlace => {
    const each = schemas.flatMap(({ prefixItems, items }) => prefixItems?.[index] ?? items ?? []);
    return { kind: "position", label: `item ${index + 1}`, segment: `${index}`, schemas: each };
  });
  const items = schemas.flatMap(({ items, unevaluatedItems }) =>
    [items, unevaluatedItems].filter((each) => typeof each === "object"),
  );
  const contained = schemas.flatMap(({ contains }) => (typeof contains === "object" ? [contains] : []));
  const label = longest > 0 ? "each additional item" : "each item";
  return [
    ...positions,
    ...(items.length === 0 ? [] : [{ kind: "items", label, segment: "*", schemas: items } as const]),
    ...contained.map((each, index): ChildPlace => {
      return {
        kind: "condition",
        label: "items that it must contain",
        segment: `contains ${index + 1}`,
        schemas: [each],
      };
    }),
  ];
}

function branchesOf(schemas: readonly SchemaObject[]): readonly ChildPlace[] {
  return schemas.flatMap((schema, at): readonly ChildPlace[] => {
    const alternatives = (branches: readonly Schema[] | undefined, words: string): readonly ChildPlace[] =>
      (branches ?? []).map((each, index) => ({
        kind: "alternative",
        label: `${words} ${(branches ?? []).length}: alternative ${index + 1}`,
        segment: `${words} ${at + 1}.${index + 1}`,
        schemas: [each],
      }));
    const condition = (each: Schema | undefined, label: string, segment: string): readonly ChildPlace[] =>
      each === undefined || each === true
        ? []
        : [{ kind: "condition", label, segment: `${segment} ${at + 1}`, schemas: [each] }];
    return [
      ...alternatives(schema.oneOf, "exactly one of"),
      ...alternatives(schema.anyOf, "at least one of"),
      ...condition(schema.not, "must not match", "not"),
      ...condition(schema.if, "if it matches", "if"),
      ...condition(schema.then, "then it must match", "then"),
      ...condition(schema.else, "otherwise it must match", "else"),
      ...Object.entries(schema.dependentSchemas ?? {}).flatMap(([name, each]) =>
        condition(each, `if ${name} is present, it must match`, `with ${name}`),
      ),
    ];
  });
}

function grouped(maps: readonly (Readonly<Record<string, Schema>> | undefined)[]): Map<string, Schema[]> {
  const groups = new Map<string, Schema[]>();
  for (const map of maps)
    for (const [name, schema] of Object.entries(map ?? {})) appendTo(groups, name, schema);
  return groups;
}
