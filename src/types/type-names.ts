import { createHash } from "node:crypto";
import type { Contract, Event, EventVersion } from "../contract/contract.js";
import { withoutSyntax } from "../contract/file-syntax.js";
import { type EventNames, fileStem, pascalCase } from "../contract/names.js";
import type { Location } from "../contract/schema.js";
import { compareText } from "../finding.js";
import { definitionName } from "./definition-name.js";

/** Where the type of a definition is exported from, and under which name. */
export interface TypeName {
  readonly name: string;
  /** Path of its module in the output, with `/` and `.ts`. */
  readonly module: string;
}

/**
 * Names every definition's type: an event version `OrderPaidV2`, any other definition by its file and its place in it.
 * A name depends on the definition alone, so that an addition elsewhere renames nothing; only a definition whose name
 * is taken in every spelling of case gets a hash behind it. None is like one of the reserved names, which the SDK's
 * index exports, too.
 */
export function nameTypes(
  contract: Contract,
  events: ReadonlyMap<string, EventNames>,
  reserved: ReadonlySet<string>,
): ReadonlyMap<Location, TypeName> {
  const owners = versionsByPath(contract);
  const modules = sharedModules(contract, owners);
  const names = new Map<Location, TypeName>();
  const taken = new Set([...reserved, ...usedByTypes].map((name) => name.toLowerCase()));
  for (const { event, version } of owners.values()) {
    const own = events.get(event.name);
    const name = own?.type(version.label) ?? pascalCase(event.name);
    names.set(version.location, { name, module: `events/${own?.folder}/${version.label}.types.ts` });
    taken.add(name.toLowerCase());
  }
  const others = [...contract.definitions.values()]
    .filter(({ location }) => !names.has(location))
    .sort((a, b) => compareText(a.location, b.location));
  for (const definition of others) {
    const owner = owners.get(definition.path);
    const version = owner && names.get(owner.version.location);
    const name = untaken(definitionName(definition, version?.name), definition.location, taken);
    names.set(definition.location, { name, module: (version?.module ?? modules.get(definition.path)) || "" });
  }
  return names;
}

/** Names of the language that printed types use. */
const usedByTypes = ["Exclude"];

function untaken(name: string, location: Location, taken: Set<string>): string {
  const hash = createHash("sha256").update(location).digest("hex").toUpperCase();
  let free = name;
  for (let length = 6; taken.has(free.toLowerCase()); length += 1) free = `${name}X${hash.slice(0, length)}`;
  taken.add(free.toLowerCase());
  return free;
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

function free(name: string, taken: Set<string>, next: (number: number) => string): string {
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = next(number);
  taken.add(free.toLowerCase());
  return free;
}
