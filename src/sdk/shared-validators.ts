import { appendTo } from "../code/append-to.js";
import { type Bundle, schemaAt } from "../contract/bundle.js";
import { closedName, writerBundles } from "../contract/close-schema.js";
import type { Contract } from "../contract/contract.js";
import { onlyRefers } from "../contract/only-refers.js";
import { defaultWriter } from "../contract/publisher-view.js";
import type { Definition, Location } from "../contract/schema.js";
import { closureOf } from "../contract/schema-closure.js";
import type { TypeName } from "../types/type-names.js";
import type { PrintedNames } from "../validators/function-names.js";
import type { SharedModule, SharedTask } from "../validators/shared-task.js";
import { sharedPaths } from "./shared-paths.js";

/** The modules of validators of the definitions in one file of `schemas/_…`, which the modules of versions import. */
export interface SharedPlan {
  /** The path of the file of schemas. */
  readonly source: string;
  readonly definitions: readonly Definition[];
  /** The paths of its modules in the output, one for each definition. */
  readonly paths: readonly string[];
  /** The names of what they declare and import. */
  readonly names: () => PrintedNames;
  readonly make: () => SharedTask;
}

/** The modules of shared validators of a contract. */
export interface SharedPlans {
  readonly plans: readonly SharedPlan[];
  /** What functions are called in the module of a schema, and from where it imports those of shared definitions. */
  readonly namesFor: (root: Location) => PrintedNames;
}

/** Says which modules of shared validators an SDK has; `types` are the names of its types. */
export function planSharedValidators(
  { definitions, events }: Contract,
  types: ReadonlyMap<Location, TypeName>,
): SharedPlans {
  const shared = [...definitions.values()].filter(({ schema }) => !onlyRefers(schema));
  const paths = sharedPaths(shared, types);
  const namesOf = (locations: Iterable<Location>): PrintedNames => {
    const functions = new Map<Location, string>();
    const modules = new Map<Location, string>();
    for (const location of locations) {
      const name = types.get(location)?.name ?? "";
      functions.set(location, `read${name}`).set(closedName(location), `write${name}`);
      const path = paths.get(location);
      if (path !== undefined) modules.set(location, path).set(closedName(location), path);
    }
    return { functions, modules };
  };
  const isClosed = events.some(({ writer }) => writer === defaultWriter);
  const planOf = (source: string, own: readonly Definition[]): SharedPlan => {
    const roots = own.map(({ location }) => location);
    const closure = (): Set<Location> => new Set(roots.flatMap((root) => [...closureOf(root, definitions)]));
    const make = (): SharedTask => {
      const closed = isClosed ? writerBundles(roots, definitions) : new Map<Location, Bundle>();
      const all = closure();
      const names = namesOf(all);
      const written = new Map([...all].map((location) => [location, schemaAt(location, definitions)]));
      const modules = roots.map((root): SharedModule => {
        const bundles = [{ root, definitions: written }, closed.get(root)].flatMap((bundle) =>
          bundle === undefined ? [] : [[names.functions.get(bundle.root) ?? "", bundle] as const],
        );
        return { path: paths.get(root) ?? "", bundles: new Map(bundles) };
      });
      return { modules, names };
    };
    return {
      source,
      definitions: own,
      paths: roots.map((root) => paths.get(root) ?? ""),
      names: () => namesOf(closure()),
      make,
    };
  };
  const byFile = new Map<string, Definition[]>();
  for (const definition of shared.filter(({ location }) => paths.has(location)))
    appendTo(byFile, definition.path, definition);
  return {
    plans: [...byFile].map(([source, own]) => planOf(source, own)),
    namesFor: (root) => namesOf(closureOf(root, definitions)),
  };
}
