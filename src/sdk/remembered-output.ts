import type { Contract } from "../contract/contract.js";
import type { Location } from "../contract/schema.js";
import { closureOf } from "../contract/schema-closure.js";
import { isSettings } from "../contract/settings-path.js";
import { hashText, type Manifest, manifestName } from "../files/manifest.js";
import type { PrintedNames } from "../validators/function-names.js";
import type { Generated, GenerateOptions } from "./generate-sdk.js";
import { validatorsPath } from "./paths.js";

/** What an output folder records of the run that made it; nothing without a manifest. */
export interface RememberedOutput {
  /** The generated files as they are on disk, of those that the manifest lists. */
  readonly files: ReadonlyMap<string, string>;
  /** True when neither the schemas nor any generated file has changed since. */
  readonly upToDate: () => boolean;
  /** The schema files that have not changed since they were found free of errors. */
  readonly checked: ReadonlySet<string>;
  /** Which modules of validators and types hold: they and everything that they were made from are unchanged. */
  readonly holding: (
    contract: Contract,
  ) => Required<Pick<GenerateOptions, "unchanged" | "unchangedShared" | "unchangedTypes">>;
  /** Newly generated files together with the modules that hold. */
  readonly complete: (generated: Generated) => Map<string, string>;
  /** The content hash of a file of the output, from memory where it has not changed. */
  readonly hashOf: (path: string, text: string) => string;
}

/** Compares content hashes: the manifest's with those of the schemas (`schemas`) and of the files on disk. */
export function rememberedOutput(
  manifest: Manifest | undefined,
  actual: ReadonlyMap<string, string>,
  schemas: ReadonlyMap<string, string>,
): RememberedOutput {
  const known = [...(manifest?.files.keys() ?? [])].filter(
    (path) => actual.has(path) && path !== manifestName,
  );
  const files = new Map(known.map((path) => [path, actual.get(path) ?? ""]));
  const intact = new Map<string, boolean>();
  const isIntact = (path: string): boolean => {
    const is = intact.get(path) ?? manifest?.files.get(path) === hashText(files.get(path) ?? "");
    intact.set(path, is);
    return is;
  };
  const isSame = (path: string): boolean => manifest?.schemas.get(path) === schemas.get(path);
  return {
    files,
    upToDate: () =>
      manifest !== undefined &&
      schemas.size === manifest.schemas.size &&
      files.size === manifest.files.size &&
      [...schemas.keys()].every(isSame) &&
      known.every(isIntact),
    checked: new Set([...schemas.keys()].filter(isSame)),
    holding: (contract) => {
      const { definitions } = contract;
      // what they say of owners and deprecations is in the types' comments
      const settings = [...schemas.keys(), ...(manifest?.schemas.keys() ?? [])].filter(isSettings);
      const settingsAreSame = settings.every(isSame);
      const holds = (path: string, locations: readonly Location[]): boolean =>
        settingsAreSame &&
        files.has(path) &&
        isIntact(path) &&
        locations.every((location) =>
          [...closureOf(location, definitions)].every((each) => isSame(definitions.get(each)?.path ?? "")),
        );
      const pathOf = validatorsPath(contract);
      return {
        unchanged: (schema, names) =>
          holds(pathOf(schema), [schema.location]) &&
          schema.examples.every(({ source }) => isSame(source.path)) &&
          hasNames(files.get(pathOf(schema)) ?? "", names),
        unchangedShared: ({ paths, definitions: own, names }) => {
          const locations = own.map(({ location }) => location);
          const now = names();
          return paths.every((path) => holds(path, locations) && hasNames(files.get(path) ?? "", now));
        },
        // A new definition elsewhere may take a name, which is seen in the text.
        unchangedTypes: ({ path, definitions: own, names }) => {
          const locations = own.map(({ location }) => location);
          return holds(path, locations) && names().every((name) => files.get(path)?.includes(name));
        },
      };
    },
    hashOf: (path, text) =>
      text === files.get(path) && intact.get(path)
        ? (manifest?.files.get(path) ?? hashText(text))
        : hashText(text),
    complete: ({ files: generated, kept }) =>
      new Map([...generated, ...kept.map((path) => [path, files.get(path) ?? ""] as const)]),
  };
}

/** Whether a module of validators calls functions by the names that they have now. */
function hasNames(text: string, { functions }: PrintedNames): boolean {
  const now = new Set(functions.values());
  const named = text.matchAll(
    /^function ((?:read|write)[^(\s]+)\(|^import \{ ((?:read|write)[^}]+) \} from /gm,
  );
  return [...named]
    .flatMap(([, own, imported]) => own ?? imported?.split(", ") ?? [])
    .every((name) => now.has(name) || [...now].some((base) => name.startsWith(`${base}_`)));
}
