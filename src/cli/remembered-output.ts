import type { Contract, EventVersion } from "../contract/contract.js";
import { closureOf } from "../contract/schema-closure.js";
import { hashText, type Manifest, manifestName } from "../files/manifest.js";
import { typesPath, validatorsPath } from "../sdk/paths.js";

/** What an output folder still knows of the run that made it; without a manifest it knows nothing. */
export interface RememberedOutput {
  /** The generated files as they are on disk, of those that the manifest lists. */
  readonly files: ReadonlyMap<string, string>;
  /** True when neither the schemas nor any generated file has changed since. */
  readonly upToDate: () => boolean;
  /** The schema files that have not changed since they were found free of errors. */
  readonly checked: ReadonlySet<string>;
  /** Tells of a version whether its module of validators holds: it and everything that it was made from are unchanged. */
  readonly holding: (contract: Contract) => (version: EventVersion) => boolean;
  /** Newly generated files together with the modules of validators that hold. */
  readonly complete: (contract: Contract, generated: ReadonlyMap<string, string>) => Map<string, string>;
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
      const pathOf = validatorsPath(contract);
      const typesOf = typesPath(contract);
      const settings = [...schemas.keys(), ...(manifest?.schemas.keys() ?? [])].filter(isSettings);
      const settingsAreSame = settings.every(isSame);
      return (version) => {
        const reached = [...closureOf(version.location, definitions)].map(
          (each) => definitions.get(each)?.path ?? "",
        );
        const sources = [...new Set(reached), ...version.examples.map(({ source }) => source.path)];
        const path = pathOf(version);
        const types = typesOf(version);
        return (
          files.has(path) &&
          isIntact(path) &&
          files.has(types) &&
          isIntact(types) &&
          settingsAreSame &&
          sources.every(isSame)
        );
      };
    },
    hashOf: (path, text) =>
      text === files.get(path) && intact.get(path)
        ? (manifest?.files.get(path) ?? hashText(text))
        : hashText(text),
    complete: (contract, generated) => {
      const wanted = new Map(generated);
      const versions = contract.events.flatMap((event) => event.versions);
      for (const path of [...versions.map(validatorsPath(contract)), ...versions.map(typesPath(contract))]) {
        if (!wanted.has(path)) wanted.set(path, files.get(path) ?? "");
      }
      return wanted;
    },
  };
}

/** `contract.json` and each `event.json`: what they say of owners and deprecations is in the types' comments. */
function isSettings(path: string): boolean {
  return /^contract\.(?:json|ya?ml)$|\/event\.(?:json|ya?ml)$/.test(path);
}
