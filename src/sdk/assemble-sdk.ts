import type { Contract, EventVersion } from "../contract/contract.js";
import { nameEvents } from "../contract/names.js";
import type { Definition } from "../contract/schema.js";
import { referencesOf } from "../contract/schema-closure.js";
import { newTyper } from "../types/schema-type.js";
import { typeModule } from "../types/type-module.js";
import { nameTypes } from "../types/type-modules.js";
import { contractModule } from "./contract-module.js";
import { eventModule } from "./event-module.js";
import { exportedNames } from "./exported-names.js";
import { header } from "./header.js";
import { indexModule } from "./index-module.js";
import { eventFolder } from "./paths.js";
import { type Templates, templateModules } from "./template-modules.js";
import { type ValidatorCode, validatorsModule } from "./validators-module.js";
import { deprecation, versionModule } from "./version-module.js";

/**
 * Every file of the SDK by its path in the output. `validatorsOf` gives the compiled validators of a version, or
 * `undefined` to leave its module out because the one on disk still holds.
 */
export function assembleSdk(
  contract: Contract,
  templates: Templates,
  validatorsOf: (version: EventVersion) => ValidatorCode | undefined,
): Map<string, string> {
  const exported = exportedNames(templates.runtime.get("index.ts") ?? "");
  const { names } = nameEvents(contract.events, exported);
  const types = nameTypes(contract, names, exported);
  const typer = newTyper((location) => contract.definitions.get(location)?.schema ?? true);
  const deprecated = new Map(
    contract.events
      .flatMap(({ versions }) => versions)
      .filter((version) => version.deprecated)
      .map((version) => [version.location, deprecation(version)]),
  );
  const versions = new Map(
    contract.events.flatMap((event) => event.versions.map((version) => [version.location, version] as const)),
  );
  const notes = (location: string): string[] => {
    const note = deprecated.get(location);
    return note === undefined ? [] : [note];
  };
  const files = templateModules(contract, templates);
  for (const [module, definitions] of byModule(contract, (location) => types.get(location)?.module ?? "")) {
    const [first] = definitions;
    const alone = definitions.length === 1 && referencesOf(first?.schema ?? true).size === 0;
    const owner = alone ? versions.get(first?.location ?? "") : undefined;
    // Nothing but its own schema says what is in such a module, so it holds when the validators do.
    if (owner && !validatorsOf(owner)) continue;
    files.set(
      module,
      `${header(first?.path ?? module)}${typeModule(module, definitions, types, typer, notes)}`,
    );
  }
  for (const event of contract.events) {
    const own = names.get(event.name);
    if (!own) continue;
    const folder = eventFolder(own);
    files.set(`${folder}/index.ts`, eventModule(event, own));
    for (const version of event.versions) {
      const schema = contract.definitions.get(version.location)?.schema ?? true;
      files.set(`${folder}/${version.label}.ts`, versionModule(event, version, own, schema));
      const validators = validatorsOf(version);
      if (validators)
        files.set(`${folder}/${version.label}.validators.ts`, validatorsModule(version, own, validators));
    }
  }
  files.set("contract.ts", contractModule(contract));
  files.set("index.ts", indexModule(contract, names, types));
  return files;
}

function byModule(contract: Contract, moduleOf: (location: string) => string): Map<string, Definition[]> {
  const modules = new Map<string, Definition[]>();
  for (const definition of contract.definitions.values()) {
    const module = moduleOf(definition.location);
    const list = modules.get(module);
    if (list) list.push(definition);
    else modules.set(module, [definition]);
  }
  return modules;
}
