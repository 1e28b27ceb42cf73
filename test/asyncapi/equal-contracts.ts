import type { Contract, EventSchema } from "../../src/contract/contract.js";
import type { Location, Schema } from "../../src/contract/schema.js";

/** Where two contracts differ, in words; nothing where they are the same but for the names of files of definitions. */
export function differences(left: Contract, right: Contract): readonly string[] {
  const found: string[] = [];
  const compare = (what: string, a: unknown, b: unknown): void => {
    if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
      if (a !== b) found.push(`${what}: ${JSON.stringify(a)} and ${JSON.stringify(b)}`);
      return;
    }
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
      compare(`${what}/${key}`, Reflect.get(a, key), Reflect.get(b, key));
  };
  compare("", settingsOf(left), settingsOf(right));
  const schemas = new SchemaComparison(left, right);
  for (const [index, event] of left.events.entries()) {
    const other = right.events[index];
    if (other === undefined) continue;
    const pairs = [
      ...event.versions.map((version, at) => [version, other.versions[at]] as const),
      [event.headers, other.headers] as const,
    ];
    for (const [a, b] of pairs) if (a && b) found.push(...schemas.compare(a, b));
  }
  return found;
}

/** Everything but schemas. */
function settingsOf({ events, services, sdk, versionLabels, typeNames }: Contract): unknown {
  return {
    versionLabels,
    sdk,
    typeNames: [...typeNames.values()].sort(),
    services: services.map((service) => ({
      ...service,
      publishes: [...service.publishes].sort(),
      consumes: [...service.consumes].sort(),
    })),
    events: events.map(({ settings, versions, headers, keyTemplate, ...event }) => ({
      ...event,
      keyTemplate,
      headers: headers && { names: headers.names, writer: headers.writer },
      versions: versions.map(({ source, location, examples, ...version }) => ({
        ...version,
        examples: examples
          .map(({ source: example, valid }) => [example.path, valid, example.value])
          .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
      })),
    })),
  };
}

/** Schemas compared with what they refer to, of which each pair is compared once. */
class SchemaComparison {
  readonly #left: Contract;
  readonly #right: Contract;
  readonly #seen = new Set<string>();
  readonly #found: string[] = [];

  constructor(left: Contract, right: Contract) {
    this.#left = left;
    this.#right = right;
  }

  compare(a: EventSchema, b: EventSchema): readonly string[] {
    this.#found.length = 0;
    this.#locations(a.location, b.location);
    return [...this.#found];
  }

  #locations(a: Location, b: Location): void {
    if (this.#seen.has(JSON.stringify([a, b]))) return;
    this.#seen.add(JSON.stringify([a, b]));
    this.#values(a, this.#left.definitions.get(a)?.schema, this.#right.definitions.get(b)?.schema);
  }

  #values(where: string, a: unknown, b: unknown): void {
    const [left, right] = [normal(a), normal(b)];
    if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) {
      if (left !== right) this.#found.push(`${where}: ${JSON.stringify(left)} and ${JSON.stringify(right)}`);
      return;
    }
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
      const [x, y] = [Reflect.get(left, key), Reflect.get(right, key)];
      if (key === "$ref" && typeof x === "string" && typeof y === "string") this.#locations(x, y);
      else this.#values(`${where}/${key}`, x, y);
    }
  }
}

/** `true` says the same as no keyword, and a reference among keywords the same as one in `allOf`. */
function normal(schema: unknown): unknown {
  if (schema === true) return {};
  const { $ref, allOf, ...rest } = (typeof schema === "object" && schema !== null ? schema : {}) as Schema &
    object as {
    readonly $ref?: string;
    readonly allOf?: readonly unknown[];
  };
  if ($ref === undefined || Object.keys(rest).length + (allOf?.length ?? 0) === 0) return schema;
  return { ...rest, allOf: [{ $ref }, ...(allOf ?? [])] };
}
