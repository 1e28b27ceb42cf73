import type { Contract, EventSchema } from "../contract/contract.js";
import { nameEvents } from "../contract/name-events.js";
import type { SharedCode } from "../validators/shared-task.js";
import { contractModule } from "./contract-module.js";
import { eventsModule } from "./events-module.js";
import { exportedNames } from "./exported-names.js";
import { attributesPath, gitAttributes } from "./git-attributes.js";
import { indexModule } from "./index-module.js";
import { eventFolder } from "./paths.js";
import type { RuntimeFiles } from "./runtime-files.js";
import { runtimeModules } from "./runtime-modules.js";
import { withSdkImports } from "./sdk-imports.js";
import { planSharedValidators, type SharedPlan } from "./shared-validators.js";
import { planTypes, type TypePlan, type TypePlans } from "./type-plans.js";
import { sharedValidatorsModule, type ValidatorCode, validatorsModule } from "./validators-module.js";
import { valuesModule } from "./values-module.js";

/** What takes long to make. `undefined` leaves a module out, because the one on disk still holds. */
export interface Compiled {
  readonly validators: (schema: EventSchema) => ValidatorCode | undefined;
  readonly shared: (plan: SharedPlan) => readonly SharedCode[] | undefined;
  readonly types: (plan: TypePlan) => string | undefined;
}

/** The modules of types that an SDK of this contract has. */
export function typePlans(contract: Contract, runtime: RuntimeFiles): TypePlans {
  const exported = exportedNames(runtime.get("index.ts") ?? "");
  return planTypes(contract, nameEvents(contract.events, exported).names, exported);
}

/** Every file of the SDK by its path in the output. */
export function assembleSdk(
  contract: Contract,
  runtime: RuntimeFiles,
  compiled: Compiled,
): Map<string, string> {
  const exported = exportedNames(runtime.get("index.ts") ?? "");
  const { names } = nameEvents(contract.events, exported);
  const plans = planTypes(contract, names, exported);
  const files = runtimeModules(contract, runtime);
  for (const plan of plans.modules) {
    const text = compiled.types(plan);
    if (text !== undefined) files.set(plan.path, text);
  }
  for (const plan of planSharedValidators(contract, plans.names).plans) {
    for (const each of compiled.shared(plan) ?? []) files.set(each.path, sharedValidatorsModule(plan, each));
  }
  for (const event of contract.events) {
    const own = names.get(event.name);
    if (!own) continue;
    const folder = eventFolder(own);
    for (const version of event.versions) {
      const values = valuesModule(version, own, contract.definitions);
      if (values !== undefined) files.set(`${folder}/${version.label}.values.ts`, values);
      const validators = compiled.validators(version);
      const path = `${folder}/${version.label}.validators.ts`;
      if (validators) files.set(path, validatorsModule(path, version, own.type(version.label), validators));
    }
    const { headers } = event;
    if (headers === undefined) continue;
    const validators = compiled.validators(headers);
    const path = `${folder}/headers.validators.ts`;
    if (validators) files.set(path, validatorsModule(path, headers, own.headers, validators));
  }
  files.set(attributesPath, gitAttributes);
  files.set("contract.ts", contractModule(contract));
  files.set("index.ts", indexModule(plans.names));
  files.set("events.ts", eventsModule(contract, names));
  return withSdkImports(files, contract.sdk);
}
