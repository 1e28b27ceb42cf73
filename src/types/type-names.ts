import { createHash } from "node:crypto";
import { compareText } from "../code/compare-text.js";
import { type EventNames, fileStem, pascalCase } from "../code/names.js";
import { type Contract, type EventSchema, schemasOfEvent } from "../contract/contract.js";
import { withoutSyntax } from "../contract/file-syntax.js";
import type { Definition, Location } from "../contract/schema.js";
import { findingOn } from "../contract/source-file.js";
import type { Finding } from "../findings/finding.js";
import { joinPointer } from "../json/pointer.js";
import { definitionName, hashedName, type PlacedDefinition } from "./definition-name.js";

/** Where the type of a definition is exported from, and under which name. */
export interface TypeName {
  readonly name: string;
  /** Path of its module in the output, with `/` and `.ts`. */
  readonly module: string;
}

/**
 * Names every definition's type: an event version `OrderPaidV2`, any other definition by its file and its place in it, or
 * as `typeNames` of `contract.json` says. A name depends on the definition's own place alone, so that an addition
 * elsewhere renames nothing; two of one name are reported. None is like one of the reserved names, which the SDK's index
 * exports, too.
 */
export function nameTypes(
  contract: Contract,
  events: ReadonlyMap<string, EventNames>,
  reserved: ReadonlySet<string>,
): { readonly names: ReadonlyMap<Location, TypeName>; readonly findings: readonly Finding[] } {
  const owners = ownersByPath(contract, events);
  const names = new Map<Location, TypeName>();
  const findings: Finding[] = [];
  const kept = new Set([...reserved, ...usedByTypes]);
  const holders = new Map<string, Location>();
  for (const { schema, name, folder } of owners.values()) {
    names.set(schema.location, { name, module: `events/${folder}/${schema.label}.types.ts` });
    const holder = holders.get(name);
    const definition = contract.definitions.get(schema.location);
    if (holder !== undefined && definition) findings.push(sharedName(definition, name, holder));
    holders.set(name, schema.location);
  }
  const others = [...contract.definitions.values()]
    .filter(({ location }) => !names.has(location))
    .sort((a, b) => compareText(a.location, b.location));
  for (const definition of others) {
    const owner = owners.get(definition.path);
    const version = owner && names.get(owner.schema.location);
    const placed = owner === undefined ? definition : within(definition, owner.schema);
    const own = definitionName(placed, version?.name);
    const usual = kept.has(own) ? hashedName(placed, version?.name) : own;
    const name = contract.typeNames.get(shown(definition.location)) ?? usual;
    const holder = holders.get(name);
    if (holder !== undefined || kept.has(name)) findings.push(sharedName(definition, name, holder));
    holders.set(name, definition.location);
    names.set(definition.location, { name, module: version?.module ?? moduleOf(definition.path) });
  }
  return { names, findings: [...findings, ...unusedNames(contract)] };
}

/** Entries of `typeNames` that name nothing: most likely a slip, or what they named is gone. */
function unusedNames({ typeNames, definitions }: Contract): readonly Finding[] {
  const known = new Set([...definitions.keys()].map(shown));
  return [...typeNames.keys()]
    .filter((location) => !known.has(location))
    .map((location) => ({
      ...findingOn("contract.json", {
        rule: "type-name-unused",
        severity: "warning",
        message: `"typeNames" has ${JSON.stringify(location)}, but no $ref refers to such a definition.`,
      }),
      pointer: joinPointer("/typeNames", location),
    }));
}

function sharedName(definition: Definition, name: string, holder: Location | undefined): Finding {
  const other = holder === undefined ? "an export of the SDK" : `the type of ${shown(holder)}`;
  const free = JSON.stringify({ [shown(definition.location)]: hashedName(definition, undefined) });
  return {
    ...findingOn(definition.path, {
      rule: "type-name-taken",
      severity: "error",
      message: `The type of ${shown(definition.location)} would be named ${name}, like ${other}.`,
      help: `Rename one of them, or name the newer one in contract.json, for example "typeNames": ${free}.`,
    }),
    pointer: definition.pointer,
  };
}

/** A location as people write it: a whole file without `#`. */
function shown(location: Location): string {
  return location.replace(/#$/, "");
}

/** Names of the language that printed types use. */
const usedByTypes = ["Exclude"];

/** A schema with modules of its own, and what its type is called. */
interface Owner {
  readonly schema: EventSchema;
  readonly name: string;
  readonly folder: string | undefined;
}

function ownersByPath({ events }: Contract, names: ReadonlyMap<string, EventNames>): Map<string, Owner> {
  const all = events.flatMap((event) => {
    const own = names.get(event.name);
    return schemasOfEvent(event).map((schema): Owner => {
      const named = schema === event.headers ? own?.headers : own?.type(schema.label);
      return { schema, name: named ?? pascalCase(event.name), folder: own?.folder };
    });
  });
  return new Map(all.map((owner) => [owner.schema.source.path, owner]));
}

/** A definition by its place in the schema that holds it, which may be only a part of its file. */
function within({ path, pointer }: Definition, { location }: EventSchema): PlacedDefinition {
  const root = location.slice(location.indexOf("#") + 1);
  return { path, pointer: pointer.startsWith(`${root}/`) ? pointer.slice(root.length) : pointer };
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
