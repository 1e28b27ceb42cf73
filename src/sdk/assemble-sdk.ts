import type { EventNames } from "../code/names.js";
import { modulePath } from "../code/sdk-layout.js";
import type { Contract, EventSchema } from "../contract/contract.js";
import { nameEvents } from "../contract/name-events.js";
import type { Finding } from "../findings/finding.js";
import type { SharedCode } from "../validators/shared-task.js";
import { contractModule } from "./contract-module.js";
import { eventsModule } from "./events-module.js";
import { exportedNames } from "./exported-names.js";
import { attributesPath, gitAttributes } from "./git-attributes.js";
import { indexModule } from "./index-module.js";
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

/** What an SDK calls the events of its contract, and the modules of types that it has. */
export interface SdkPlan {
  readonly events: ReadonlyMap<string, EventNames>;
  readonly types: TypePlans;
  /** Names that the SDK would have twice. */
  readonly findings: readonly Finding[];
}

/** Plans the SDK of a contract; `assembleSdk` follows the plan. */
export function planSdk(contract: Contract, runtime: RuntimeFiles): SdkPlan {
  const exported = exportedNames(runtime.get("index.ts") ?? "");
  const { names, findings } = nameEvents(contract.events, exported);
  const types = planTypes(contract, names, exported);
  return { events: names, types, findings: [...findings, ...types.findings] };
}

/** Every file of the SDK by its path in the output. */
export function assembleSdk(
  contract: Contract,
  runtime: RuntimeFiles,
  { events: names, types: plans }: SdkPlan,
  compiled: Compiled,
): Map<string, string> {
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
    for (const version of event.versions) {
      const values = valuesModule(version, own, contract.definitions);
      if (values !== undefined) files.set(modulePath(own, version.label, "values"), values);
      const validators = compiled.validators(version);
      const path = modulePath(own, version.label, "validators");
      if (validators) files.set(path, validatorsModule(path, version, own.type(version.label), validators));
    }
    const { headers } = event;
    if (headers === undefined) continue;
    const validators = compiled.validators(headers);
    const path = modulePath(own, headers.label, "validators");
    if (validators) files.set(path, validatorsModule(path, headers, own.headers, validators));
  }
  files.set(attributesPath, gitAttributes);
  files.set("contract.ts", contractModule(contract));
  files.set("index.ts", indexModule(plans.names));
  files.set("events.ts", eventsModule(contract, names));
  return withSdkImports(files, contract.sdk);
}
