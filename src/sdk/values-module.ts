import type { EventNames } from "../code/names.js";
import { quoteJson } from "../code/quote.js";
import type { EventVersion } from "../contract/contract.js";
import type { Definition, Location } from "../contract/schema.js";
import { header } from "./header.js";
import { type ListedValues, listedValues } from "./listed-values.js";

/** The module of the values that a version lists for its members; `undefined` if it lists none. */
export function valuesModule(
  { location, source, label }: EventVersion,
  names: EventNames,
  definitions: ReadonlyMap<Location, Definition>,
): string | undefined {
  const listed = listedValues(names.family, location, definitions, new Set([names.version(label)]));
  if (listed.length === 0) return undefined;
  return `${header(source.path)}${listed.map(valuesConstant).join("\n")}`;
}

function valuesConstant({ name, values }: ListedValues): string {
  return `export const ${name} = ${quoteJson(values)} as const;\n`;
}
