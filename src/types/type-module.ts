import { posix } from "node:path";
import { docComment } from "../code/doc-comment.js";
import { quote } from "../code/quote.js";
import type { Definition, Location } from "../contract/schema.js";
import { referencesOf } from "../contract/schema-closure.js";
import { compareText } from "../finding.js";
import { printType } from "./print-type.js";
import { schemaDoc } from "./schema-doc.js";
import type { Typer } from "./schema-type.js";
import type { TypeName } from "./type-modules.js";

/** The text of one module of types: every definition of one schema file, and the imports that they need. */
export function typeModule(
  module: string,
  definitions: readonly Definition[],
  names: ReadonlyMap<Location, TypeName>,
  typer: Typer,
): string {
  const nameOf = (location: Location): string => names.get(location)?.name ?? "unknown";
  const types = definitions.map(({ location, schema }) => {
    const text = printType(typer(schema), nameOf);
    return `${docComment(schemaDoc(schema))}export type ${nameOf(location)} = ${text};\n`;
  });
  const imports = importLines(module, definitions, names);
  return [...(imports === "" ? [] : [imports]), ...types].join("\n");
}

/** The specifier by which one module of the output imports another. */
export function importPath(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to).replace(/\.ts$/, ".js");
  return quote(path.startsWith(".") ? path : `./${path}`);
}

function importLines(
  module: string,
  definitions: readonly Definition[],
  names: ReadonlyMap<Location, TypeName>,
): string {
  const needed = new Map<string, Set<string>>();
  for (const location of definitions.flatMap(({ schema }) => [...referencesOf(schema)])) {
    const target = names.get(location);
    if (!target || target.module === module) continue;
    needed.set(target.module, (needed.get(target.module) ?? new Set()).add(target.name));
  }
  return [...needed]
    .sort(([a], [b]) => compareText(a, b))
    .map(([from, used]) => `import type { ${[...used].sort(compareText).join(", ")} } from ${importPath(module, from)};\n`)
    .join("");
}
