import { quote } from "../code/quote.js";
import { schemaAt } from "../contract/bundle.js";
import { type Contract, schemasOfEvent } from "../contract/contract.js";
import { childSubschemas, inPlaceSubschemas, type Schema } from "../contract/schema.js";
import { reachedFrom } from "../contract/schema-closure.js";
import { copyHeader, header } from "./header.js";
import type { RuntimeFiles } from "./runtime-files.js";

/** The runtime's folder of formats, and the module in it that names them all. */
const folder = "formats/";
const table = `${folder}formats.ts`;

/**
 * The generated files for the formats that the schemas of a contract's events use: the table of them alone, and the
 * modules that these need. The table is there without any, too, since a text of a schema can look like its name.
 */
export function usedFormats(contract: Contract, runtime: RuntimeFiles): RuntimeFiles {
  const used = formatsIn(contract);
  const source = runtime.get(table) ?? "";
  const entries = [...source.matchAll(/^ {2}"?([a-z0-9-]+)"?: (is\w+),$/gm)].filter(([, format = ""]) =>
    used.has(format),
  );
  if (entries.length !== used.size) throw new Error(`${table} does not have every format`);
  const checks = new Set(entries.map(([, , check = ""]) => check));
  const imports = [...source.matchAll(/^import \{ (.*) \} from "\.\/(.*)\.js";$/gm)].flatMap(
    ([, names = "", module = ""]) => {
      const needed = names.split(", ").filter((name) => checks.has(name));
      return needed.length === 0 ? [] : [{ module, needed }];
    },
  );
  const text = `${header("the formats that the schemas use")}${imports.map(({ module, needed }) => `import { ${needed.join(", ")} } from "./${module}.js";\n`).join("")}
/** The formats that the schemas use. */
export type FormatName = ${entries.map(([, format = ""]) => quote(format)).join(" | ") || "never"};

/**
 * One check per format (JSON Schema 2020-12, Validation, 7.3, and the drafts before it). None throws
 * on any string, lone surrogates included, and all take time linear in its length, because the strings are untrusted.
 */
export const formats: { readonly [name in FormatName]: (text: string) => boolean } = {
${entries.map(([line]) => `${line}\n`).join("")}};
`;
  const modules = reachedModules(
    imports.map(({ module }) => `${folder}${module}.ts`),
    runtime,
  );
  return new Map([
    ...modules.map((path) => [path, copyHeader("the SDK's runtime") + (runtime.get(path) ?? "")] as const),
    [table, text],
  ]);
}

/** Whether a file of the runtime is about formats. */
export function isOfFormats(path: string): boolean {
  return path.startsWith(folder);
}

function formatsIn({ events, definitions }: Contract): ReadonlySet<string> {
  const used = new Set<string>();
  const visit = (schema: Schema): void => {
    if (typeof schema === "boolean") return;
    if (schema.format !== undefined) used.add(schema.format);
    for (const [, inner] of [...inPlaceSubschemas(schema), ...childSubschemas(schema)]) visit(inner);
  };
  const roots = events.flatMap(schemasOfEvent).map(({ location }) => location);
  for (const location of reachedFrom(roots, definitions)) visit(schemaAt(location, definitions));
  return used;
}

/** Modules with those that they import, in the runtime's order. */
function reachedModules(from: readonly string[], runtime: RuntimeFiles): readonly string[] {
  const reached = new Set(from);
  // a set that grows while it is walked visits what was added
  for (const path of reached)
    for (const [, name = ""] of (runtime.get(path) ?? "").matchAll(/ from "\.\/(.*)\.js";$/gm))
      reached.add(`${folder}${name}.ts`);
  return [...runtime.keys()].filter((path) => reached.has(path));
}
