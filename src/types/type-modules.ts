import type { Contract, Event, EventVersion } from "../contract/contract.js";
import { withoutSyntax } from "../contract/file-syntax.js";
import { type EventNames, fileStem, pascalCase } from "../contract/names.js";
import { splitPointer } from "../contract/pointer.js";
import type { Definition, Location } from "../contract/schema.js";
import { compareText } from "../finding.js";

/** Where the type of a definition is exported from, and under which name. */
export interface TypeName {
  readonly name: string;
  /** Path of its module in the output, with `/` and `.ts`. */
  readonly module: string;
}

/**
 * Names every definition's type: an event version `OrderPaidV2`, a shared definition by what its file calls it, and
 * none like one of the reserved names, which the SDK's index exports too.
 */
export function nameTypes(
  contract: Contract,
  events: ReadonlyMap<string, EventNames>,
  reserved: ReadonlySet<string>,
): ReadonlyMap<Location, TypeName> {
  const owners = versionsByPath(contract);
  const modules = sharedModules(contract, owners);
  const names = new Map<Location, TypeName>();
  const taken = new Set([...reserved].map((name) => name.toLowerCase()));
  for (const { event, version } of owners.values()) {
    const own = events.get(event.name);
    const name = own?.type(version.label) ?? pascalCase(event.name);
    names.set(version.location, { name, module: `events/${own?.folder}/${version.label}.types.ts` });
    taken.add(name.toLowerCase());
  }
  const others = [...contract.definitions.values()].filter(({ location }) => !names.has(location));
  for (const [definition, name] of chooseNames(others, owners, names, taken)) {
    const owner = owners.get(definition.path);
    const module = owner ? names.get(owner.version.location)?.module : modules.get(definition.path);
    names.set(definition.location, { name, module: module ?? "" });
  }
  return names;
}

interface Owner {
  readonly event: Event;
  readonly version: EventVersion;
}

function versionsByPath({ events }: Contract): Map<string, Owner> {
  const all = events.flatMap((event) => event.versions.map((version) => ({ event, version })));
  return new Map(all.map((owner) => [owner.version.source.path, owner]));
}

/** `_shared/money.json` becomes `shared/money.ts`; other folders keep their names below `shared/`. */
function sharedModules({ definitions }: Contract, owners: ReadonlyMap<string, Owner>): Map<string, string> {
  const paths = new Set(
    [...definitions.values()].map(({ path }) => path).filter((path) => !owners.has(path)),
  );
  const taken = new Set<string>();
  const modules = [...paths].sort(compareText).map((path) => {
    const segments = withoutSyntax(path)
      .replace(/^_shared\//, "")
      .replace(/\.schema$/, "")
      .split("/");
    const stem = segments.map((segment) => fileStem(segment.replace(/^_+/, ""))).join("/");
    const name = free(`shared/${stem}`, taken, (number) => `shared/${stem}-${number}`);
    return [path, `${name}.ts`] as const;
  });
  return new Map(modules);
}

/** The shortest names that are unique: what clashes gets its file's name in front, and then its folders'. */
function chooseNames(
  definitions: readonly Definition[],
  owners: ReadonlyMap<string, Owner>,
  versions: ReadonlyMap<Location, TypeName>,
  taken: Set<string>,
): Map<Definition, string> {
  const chosen = new Map<Definition, string>();
  let open = [...definitions].sort((a, b) => compareText(a.location, b.location));
  for (let level = 0; open.length > 0 && level < 3; level += 1) {
    const named = open.map((definition) => {
      const owner = owners.get(definition.path);
      const prefix = owner && versions.get(owner.version.location)?.name;
      return [definition, candidate(definition, prefix, level)] as const;
    });
    const counts = new Map<string, number>();
    for (const [, name] of named) counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1);
    const unique = named.filter(
      ([, name]) => counts.get(name.toLowerCase()) === 1 && !taken.has(name.toLowerCase()),
    );
    for (const [definition, name] of unique) {
      chosen.set(definition, name);
      taken.add(name.toLowerCase());
    }
    open = open.filter((definition) => !chosen.has(definition));
  }
  for (const definition of open) {
    const name = candidate(definition, undefined, 2);
    chosen.set(
      definition,
      free(name, taken, (number) => `${name}${number}`),
    );
  }
  return chosen;
}

function candidate({ path, pointer }: Definition, prefix: string | undefined, level: number): string {
  const containers = new Set(["$defs", "definitions", "properties"]);
  const segments = splitPointer(pointer).filter(
    (segment, index) => index % 2 === 1 || !containers.has(segment),
  );
  const last = segments.at(-1);
  const folders = withoutSyntax(path)
    .replace(/\.schema$/, "")
    .split("/");
  const file = folders.at(-1) ?? "";
  if (prefix !== undefined) return pascalCase(`${prefix} ${level === 0 ? (last ?? "") : segments.join(" ")}`);
  if (level === 0) return pascalCase(last ?? file);
  if (level === 1) return pascalCase(`${file} ${segments.join(" ")}`);
  return pascalCase(`${folders.join(" ")} ${segments.join(" ")}`);
}

function free(name: string, taken: Set<string>, next: (number: number) => string): string {
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = next(number);
  taken.add(free.toLowerCase());
  return free;
}
