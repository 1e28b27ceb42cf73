import { createHash } from "node:crypto";
import type { Contract, Event, EventVersion } from "../contract/contract.js";
import { withoutSyntax } from "../contract/file-syntax.js";
import { type EventNames, fileStem, pascalCase } from "../contract/names.js";
import type { Location } from "../contract/schema.js";
import { definitionName, hashedName } from "./definition-name.js";

/** Where the type of a definition is exported from, and under which name. */
export interface TypeName {
  readonly name: string;
  /** Path of its module in the output, with `/` and `.ts`. */
  readonly module: string;
}

/**
 * Names every definition's type: an event version `OrderPaidV2`, any other definition by its file and its place in it.
 * A name depends on the definition's own place alone, so that an addition elsewhere renames nothing. None is like one
 * of the reserved names, which the SDK's index exports, too.
 */
export function nameTypes(
  contract: Contract,
  events: ReadonlyMap<string, EventNames>,
  reserved: ReadonlySet<string>,
): ReadonlyMap<Location, TypeName> {
  const owners = versionsByPath(contract);
  const names = new Map<Location, TypeName>();
  const kept = new Set([...reserved, ...usedByTypes].map((name) => name.toLowerCase()));
  for (const { event, version } of owners.values()) {
    const own = events.get(event.name);
    const name = own?.type(version.label) ?? pascalCase(event.name);
    names.set(version.location, { name, module: `events/${own?.folder}/${version.label}.types.ts` });
  }
  const others = [...contract.definitions.values()].filter(({ location }) => !names.has(location));
  for (const definition of others) {
    const owner = owners.get(definition.path);
    const version = owner && names.get(owner.version.location);
    const name = definitionName(definition, version?.name);
    const free = kept.has(name.toLowerCase()) ? hashedName(definition, version?.name) : name;
    names.set(definition.location, { name: free, module: version?.module ?? moduleOf(definition.path) });
  }
  return names;
}

/** Names of the language that printed types use. */
const usedByTypes = ["Exclude"];

interface Owner {
  readonly event: Event;
  readonly version: EventVersion;
}

function versionsByPath({ events }: Contract): Map<string, Owner> {
  const all = events.flatMap((event) => event.versions.map((version) => ({ event, version })));
  return new Map(all.map((owner) => [owner.version.source.path, owner]));
}

/**
 * `_shared/money.json` becomes `shared/money.ts`, `_other/money.json` `shared/_other/money.ts`. A path in another
 * spelling has a hash of it in the name of its module: on some file system it could be taken for another one.
 */
function moduleOf(path: string): string {
  const segments = withoutSyntax(path).split("/");
  const [outer = "", ...inner] = segments;
  const isUsual = /^_[a-z0-9]/.test(outer) && [outer.slice(1), ...inner].every(isUsualInModule);
  if (isUsual) return `shared/${(outer === "_shared" ? inner : segments).join("/")}.ts`;
  const stems = (outer === "_shared" ? inner : segments).map((segment) =>
    fileStem(segment.replace(/^_+/, "")),
  );
  const hash = createHash("sha256").update(withoutSyntax(path)).digest("hex").slice(0, 6);
  return `shared/${stems.join("/")}-${hash}.ts`;
}

/** False for what a file system changes, what TypeScript reads differently (`x.d.ts`), and what looks like a hash. */
function isUsualInModule(segment: string): boolean {
  return (
    /^[a-z0-9][a-z0-9._-]*$/.test(segment) &&
    fileStem(segment) === segment &&
    !/\.d$|-[0-9a-f]{6}$/.test(segment)
  );
}
