import type { EventNames } from "../code/names.js";
import { type Contract, schemasOfEvent } from "../contract/contract.js";
import { defaultWriter, publisherTypes, type Writer } from "../contract/publisher-view.js";
import type { Definition, Location } from "../contract/schema.js";
import { closureOf, referencesOf } from "../contract/schema-closure.js";
import type { Finding } from "../findings/finding.js";
import { newTyper } from "../types/schema-type.js";
import { type TypeModule, typeModule } from "../types/type-module.js";
import { nameTypes, type TypeName } from "../types/type-names.js";
import { header } from "./header.js";
import { deprecation } from "./version-constant.js";

/** The modules of types of an SDK, before they are printed. */
export interface TypePlans {
  readonly names: ReadonlyMap<Location, TypeName>;
  readonly modules: readonly TypePlan[];
  /** Types that would have the same name. */
  readonly findings: readonly Finding[];
}

/** One module of types. */
export interface TypePlan {
  /** Its path in the output. */
  readonly path: string;
  /** Its first lines. */
  readonly header: string;
  /** The definitions that it declares. */
  readonly definitions: readonly Definition[];
  /** The names that it declares or refers to. */
  readonly names: () => readonly string[];
  /** Decides its types; nothing is kept, since most modules are not needed in most runs. */
  readonly make: () => TypeModule;
}

/** Says which modules of types an SDK has, and how each is made. `reserved` names are exported by the SDK itself. */
export function planTypes(
  contract: Contract,
  events: ReadonlyMap<string, EventNames>,
  reserved: ReadonlySet<string>,
): TypePlans {
  const { names, findings } = nameTypes(contract, events, new Set([...reserved, ...ownNames]));
  const shown = shownDefinitions(contract);
  const typer = newTyper((location) => shown.get(location)?.schema ?? true);
  const notes = deprecationNotes(contract);
  const byModule = new Map<string, Definition[]>();
  for (const definition of shown.values()) {
    const path = names.get(definition.location)?.module ?? "";
    byModule.set(path, [...(byModule.get(path) ?? []), definition]);
  }
  const taken = new Set([...names.values()].map(({ name }) => name));
  const isTaken = (name: string): boolean => taken.has(name);
  const notesOf = (location: Location): readonly string[] => notes.get(location) ?? [];
  const modules = [...byModule].map(([path, definitions]) => ({
    path,
    header: header(definitions[0]?.path ?? path),
    definitions,
    names: () => {
      const referred = definitions.flatMap(({ schema }) => [...referencesOf(schema)]);
      const locations = [...definitions.map(({ location }) => location), ...referred];
      return locations.flatMap((location) => names.get(location)?.name ?? []);
    },
    make: () => typeModule(path, definitions, names, typer, notesOf, isTaken),
  }));
  return { names, modules, findings };
}

/** The definitions as their publishers may send them; most contracts have no publisher that differs from the rest. */
function shownDefinitions({ events, definitions }: Contract): Contract["definitions"] {
  if (events.every(({ writer }) => writer === defaultWriter)) return definitions;
  const users = new Map<Location, Set<Writer>>();
  for (const { location, writer } of events.flatMap(schemasOfEvent)) {
    for (const each of closureOf(location, definitions))
      users.set(each, (users.get(each) ?? new Set()).add(writer));
  }
  return publisherTypes(definitions, (location) => users.get(location) ?? new Set());
}

/** What the SDK's index exports beside the runtime, the events and their types. */
const ownNames = ["ServiceName"];

function deprecationNotes({ events }: Contract): ReadonlyMap<Location, readonly string[]> {
  const deprecated = events.flatMap(({ versions }) => versions).filter((version) => version.deprecated);
  return new Map(deprecated.map((version) => [version.location, [deprecation(version)]]));
}
