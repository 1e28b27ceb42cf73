import type { Bundle } from "../contract/bundle.js";
import { metaSchemaUri } from "../contract/dialect.js";
import type { Location, Schema } from "../contract/schema.js";
import { referencesOf } from "../contract/schema-closure.js";
import type { JsonObject } from "../json/json.js";
import { definitionNames } from "./definition-names.js";
import { printSchema } from "./print-schema.js";

/**
 * A schema with everything that it refers to as one JSON Schema of draft 2020-12, whatever drafts its files are of. Every
 * `$ref` leads to a member of `$defs`, or is `#` for the schema itself; there are no identifiers and no anchors. Resolving
 * is the loader's, so that this schema accepts what the generated validators accept.
 */
export function schemaDocument({ root, definitions }: Bundle): JsonObject {
  const needed = neededOf(root, definitions);
  const names = definitionNames([...needed].filter((location) => location !== root));
  const referenceTo = (location: Location): string =>
    location === root ? "#" : `#/$defs/${names.get(location) ?? ""}`;
  const schemaOf = (location: Location): Schema => definitions.get(location) ?? true;
  const $defs = Object.fromEntries(
    [...names].map(([location, name]) => [name, printSchema(schemaOf(location), referenceTo)]),
  );
  const printed = printSchema(schemaOf(root), referenceTo);
  return {
    $schema: metaSchemaUri("2020-12"),
    ...(printed === true ? {} : printed === false ? { not: {} } : printed),
    ...(names.size === 0 ? {} : { $defs }),
  };
}

/** The root and what it leads to, in order of appearance: the closed form has definitions that nothing refers to. */
function neededOf(root: Location, definitions: ReadonlyMap<Location, Schema>): ReadonlySet<Location> {
  const needed = new Set([root]);
  // A set that grows while it is walked visits what was added.
  for (const location of needed)
    for (const next of referencesOf(definitions.get(location) ?? true)) needed.add(next);
  return needed;
}
