import { posix } from "node:path";
import { docComment } from "../code/doc-comment.js";
import { quote } from "../code/quote.js";
import type { Definition, Location } from "../contract/schema.js";
import { compareText } from "../finding.js";
import { printType } from "./print-type.js";
import { schemaDoc } from "./schema-doc.js";
import type { Typer } from "./schema-type.js";
import type { TypeName } from "./type-modules.js";

/**
 * The text of one module of types: every definition of one schema file, and the imports that they need. `notes` gives
 * further lines for a type's comment.
 */
export function typeModule(
  module: string,
  definitions: readonly Definition[],
  names: ReadonlyMap<Location, TypeName>,
  typer: Typer,
  notes: (location: Location) => readonly string[],
): string {
  const used = new Set<Location>();
  const nameOf = (location: Location): string => names.get(location)?.name ?? "unknown";
  const use = (location: Location): string => {
    used.add(location);
    return nameOf(location);
  };
  const types = definitions.map(({ location, schema }) => {
    const text = printType(typer(schema), use);
    const doc = [...schemaDoc(schema), ...notes(location)];
    return `${docComment(doc)}export type ${nameOf(location)} =${text.startsWith("\n") ? "" : " "}${text};\n`;
  });
  const imports = importLines(module, used, names);
  return [...(imports === "" ? [] : [imports]), ...types].join("\n");
}

/** The specifier by which one module of the output imports another. */
export function importPath(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to).replace(/\.ts$/, ".js");
  return quote(path.startsWith(".") ? path : `./${path}`);
}

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
