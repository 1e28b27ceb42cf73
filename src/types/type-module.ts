import { posix } from "node:path";
import { compareText } from "../code/compare-text.js";
import { quote } from "../code/quote.js";
import type { Definition, Location } from "../contract/schema.js";

import { type DeclarationSchema, plainSchemas } from "./declaration-schema.js";
import { schemaDoc } from "./schema-doc.js";
import type { Typer } from "./schema-type.js";
import type { TypeName } from "./type-names.js";

/** One module of types before its declarations are printed. */
export interface TypeModule {
  /** Lines before the declarations: what they import. */
  readonly imports: string;
  readonly declarations: readonly DeclarationSchema[];
  /** Lines behind the declarations: exports under names that the library cannot declare. */
  readonly exports: string;
}

/**
 * One module of types: every definition of one schema file, and the imports that they need. `notes` gives further
 * lines for a type's comment, `isTaken` says which names the SDK exports.
 */
export function typeModule(
  module: string,
  definitions: readonly Definition[],
  names: ReadonlyMap<Location, TypeName>,
  typer: Typer,
  notes: (location: Location) => readonly string[],
  isTaken: (name: string) => boolean,
): TypeModule {
  const used = new Set<Location>();
  const own = localNames(definitions, names, isTaken);
  const nameOf = (location: Location): string => {
    used.add(location);
    return own.get(location) ?? names.get(location)?.name ?? "unknown";
  };
  const declarations = definitions.map(({ location, schema }) => ({
    name: own.get(location) ?? "unknown",
    type: typer(schema),
    doc: [...schemaDoc(schema), ...notes(location)],
  }));
  const plain = plainSchemas(declarations, nameOf, isTaken);
  const renamed = [...own].filter(([location, name]) => names.get(location)?.name !== name);
  const exports = renamed.map(
    ([location, name]) => `export type { ${name} as ${names.get(location)?.name} };\n`,
  );
  return { imports: importLines(module, used, names), declarations: plain, exports: exports.join("") };
}

/** The text of a module, given its declarations in print. */
export function typeModuleText({ imports, exports }: TypeModule, declarations: string): string {
  return [imports, declarations, exports].filter((part) => part !== "").join("\n");
}

/** The specifier by which one module of the output imports another. */
export function importPath(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to).replace(/\.ts$/, ".js");
  return quote(path.startsWith(".") ? path : `./${path}`);
}

/** The name of each definition within its module: its own, unless the library would declare another. */
function localNames(
  definitions: readonly Definition[],
  names: ReadonlyMap<Location, TypeName>,
  isTaken: (name: string) => boolean,
): Map<Location, string> {
  const taken = new Set<string>();
  return new Map(
    definitions.map(({ location }) => {
      const name = names.get(location)?.name ?? "unknown";
      if (keptByLibrary.test(name) && !changedByLibrary.test(name)) return [location, name];
      const safe = name.replace(/[^A-Za-z0-9]/g, "").replace(/\d+[a-z]/g, (part) => part.toUpperCase());
      let free = `Type${safe}`;
      for (let number = 2; taken.has(free) || isTaken(free); number += 1) free = `Type${safe}${number}`;
      taken.add(free);
      return [location, free];
    }),
  );
}

/** What json-schema-to-typescript 16 declares under just this name; it changes others to its own style. */
const keptByLibrary = /^_*[A-Z][A-Za-z0-9_]*$/;
const changedByLibrary = /_[a-z]|\d[a-z]/;

function importLines(
  module: string,
  used: ReadonlySet<Location>,
  names: ReadonlyMap<Location, TypeName>,
): string {
  const needed = new Map<string, Set<string>>();
  for (const location of used) {
    const target = names.get(location);
    if (!target || target.module === module) continue;
    needed.set(target.module, (needed.get(target.module) ?? new Set()).add(target.name));
  }
  return [...needed]
    .sort(([a], [b]) => compareText(a, b))
    .map(
      ([from, used]) =>
        `import type { ${[...used].sort(compareText).join(", ")} } from ${importPath(module, from)};\n`,
    )
    .join("");
}
