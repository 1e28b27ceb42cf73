import { isObject, member } from "../json/json.js";
import type { Dialects } from "./dialect.js";
import { type Dialect, dialectKey, dialectOf, dialects } from "./dialect.js";
import type { SourceFile } from "./source-file.js";
import { pathUri, uriKey } from "./uri-key.js";

/** The draft that a `$schema` means: a standard one, or one that the folder defines; relative ones go by the base. */
export function dialectIn($schema: string, base: string, known: Dialects | undefined): Dialect | undefined {
  const standard = dialectOf($schema);
  if (standard !== undefined || known === undefined) return standard;
  const absolute = absoluteUri($schema, base);
  return known.get(dialectKey($schema)) ?? (absolute === undefined ? undefined : known.get(absolute));
}

/**
 * The drafts of a company's own `$schema` values: as `dialects` of contract.json says, else by the meta-schemas in the
 * folder, each of which is written in the draft that its own `$schema` leads to. `undefined` where there is none.
 */
export function customDialects(
  settings: SourceFile | undefined,
  schemas: readonly SourceFile[],
): Dialects | undefined {
  const strange = schemas.some(({ value }) => {
    const named = isObject(value) ? member(value, "$schema") : undefined;
    return typeof named === "string" && dialectOf(named) === undefined;
  });
  if (!strange) return undefined;
  const leads = metaSchemas(schemas);
  const found = new Map<string, Dialect>();
  for (const [start, first] of leads) {
    let next: string | undefined = first;
    // As many steps as there are meta-schemas lead to a standard draft, or in a circle.
    for (let step = 0; next !== undefined && step <= leads.size; step += 1) {
      const dialect = dialectOf(next);
      if (dialect !== undefined) {
        found.set(start, dialect);
        break;
      }
      next = leads.get(next);
    }
  }
  for (const [uri, dialect] of settingsDialects(settings)) found.set(dialectKey(uri), dialect);
  return found;
}

/** The `$schema` of each schema by everything that another schema may call it: its `$id` and its path. */
function metaSchemas(schemas: readonly SourceFile[]): ReadonlyMap<string, string> {
  const leads = new Map<string, string>();
  for (const { path, value } of schemas) {
    const named = isObject(value) ? member(value, "$schema") : undefined;
    if (!isObject(value) || typeof named !== "string") continue;
    const base = pathUri(path);
    const lead = dialectOf(named) === undefined ? (absoluteUri(named, base) ?? named) : named;
    for (const id of [member(value, "$id"), member(value, "id"), base]) {
      if (typeof id === "string") leads.set(absoluteUri(id, base) ?? id, lead);
    }
  }
  return leads;
}

function settingsDialects(settings: SourceFile | undefined): [uri: string, dialect: Dialect][] {
  const named = isObject(settings?.value) ? member(settings.value, "dialects") : undefined;
  return Object.entries(isObject(named) ? named : {}).flatMap(([uri, name]) => {
    const dialect = dialects.find((each) => each === name);
    return dialect === undefined ? [] : [[uri, dialect]];
  });
}

function absoluteUri(uri: string, base: string): string | undefined {
  return URL.canParse(uri, base) ? dialectKey(uriKey(new URL(uri, base).href)) : undefined;
}
