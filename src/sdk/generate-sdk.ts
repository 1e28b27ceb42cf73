import { meantFailures } from "../compat/prove/meant-failures.js";
import { type Bundle, readerBundle } from "../contract/bundle.js";
import { writerBundle } from "../contract/close-schema.js";
import { type Contract, type EventSchema, type Example, schemasOfEvent } from "../contract/contract.js";
import { defaultWriter } from "../contract/publisher-view.js";
import { slowPattern } from "../contract/slow-pattern.js";
import { findingAt, findingOn } from "../contract/source-file.js";
import { integerFailure } from "../contract/unsafe-integers.js";
import type { Finding } from "../findings/finding.js";
import { restartPatternWork, type SlowPattern, SlowPatternError } from "../patterns/pattern-work.js";
import { doAll } from "../threads/work-pool.js";
import { type TypeModule, typeModuleText } from "../types/type-module.js";
import type { CompileResult, ExampleFailure } from "../validators/compile-task.js";
import type { PrintedNames } from "../validators/function-names.js";
import type { SharedCode } from "../validators/shared-task.js";
import { assembleSdk, planSdk } from "./assemble-sdk.js";
import type { RuntimeFiles } from "./runtime-files.js";
import { sdkWork } from "./sdk-work.js";
import { planSharedValidators, type SharedPlan } from "./shared-validators.js";
import type { TypePlan } from "./type-plans.js";
import type { ValidatorCode } from "./validators-module.js";
import { validatorsPath } from "./validators-path.js";
import type { SdkWork } from "./work.js";

/** What generation needs besides the contract. */
export interface GenerateOptions {
  /** What is copied into the SDK; `runtimeFiles()` has them. */
  readonly runtime: RuntimeFiles;
  /** Schemas whose module of validators still holds and whose examples have been tried. Default: none. */
  readonly unchanged?: (schema: EventSchema, names: PrintedNames) => boolean;
  /** Modules of shared validators that still hold. Default: none. */
  readonly unchangedShared?: (plan: SharedPlan) => boolean;
  /** Modules of types that still hold. Default: none. */
  readonly unchangedTypes?: (plan: TypePlan) => boolean;
  /** Called with the number of tasks that are done, of all. */
  readonly progress?: (done: number, all: number) => void;
}

/** The files of an SDK by path, and the findings that only compiled validators can make. */
export interface Generated {
  /** Without the modules that still hold. */
  readonly files: ReadonlyMap<string, string>;
  /** The paths of the modules that still hold. */
  readonly kept: readonly string[];
  readonly findings: readonly Finding[];
}

/** Compiles a contract into the files of its SDK, and tries its examples on the validators. */
export async function generateSdk(contract: Contract, options: GenerateOptions): Promise<Generated> {
  restartPatternWork();
  try {
    return await generateBounded(contract, options);
  } catch (error) {
    if (!(error instanceof SlowPatternError)) throw error;
    return { files: new Map(), kept: [], findings: [slowFinding(error, contract)] };
  }
}

async function generateBounded(contract: Contract, options: GenerateOptions): Promise<Generated> {
  const {
    runtime,
    unchanged = () => false,
    unchangedShared = () => false,
    unchangedTypes = () => false,
    progress = () => {},
  } = options;
  const plan = planSdk(contract, runtime);
  const { types } = plan;
  const shared = planSharedValidators(contract, types.names);
  const all = contract.events.flatMap(schemasOfEvent);
  const [held, schemas] = parted(all, (schema) => unchanged(schema, shared.namesFor(schema.location)));
  const [heldShared, sharedPlans] = parted(shared.plans, unchangedShared);
  const [heldTypes, plans] = parted(types.modules, unchangedTypes);
  const modules = plans.map((plan) => plan.make());
  const sharedTasks = sharedPlans.map((plan) => plan.make());
  const work: SdkWork[] = [
    ...schemas.map((schema) => validatorWork(schema, contract, shared.namesFor(schema.location))),
    ...sharedTasks.map((task): SdkWork => ({ kind: "shared", task })),
    ...modules.map(typeWork),
  ];
  const results = await doAll(work, sdkWork, (done) => progress(done, work.length));
  const compiled = new Map<EventSchema, ValidatorCode>();
  const findings: Finding[] = [];
  for (const [index, schema] of schemas.entries()) {
    const { failures, slow, ...code } = results[index] as CompileResult;
    compiled.set(schema, code);
    if (slow) findings.push(slowFinding(slow, contract));
    else findings.push(...exampleFindings(schema, failures, contract));
  }
  findings.push(...plan.findings);
  const printed = moduleTexts(plans, modules, results.slice(schemas.length + sharedTasks.length) as string[]);
  const sharedCode = new Map(
    sharedPlans.map(({ source }, index) => [
      source,
      results[schemas.length + index] as readonly SharedCode[],
    ]),
  );
  const files = assembleSdk(contract, runtime, plan, {
    validators: (schema) => compiled.get(schema),
    shared: ({ source }) => sharedCode.get(source),
    types: ({ path }) => printed.get(path),
  });
  const kept = [
    ...held.map(validatorsPath(contract)),
    ...heldShared.flatMap(({ paths }) => paths),
    ...heldTypes.map(({ path }) => path),
  ];
  return { files, kept, findings };
}

function parted<Each>(all: readonly Each[], holds: (each: Each) => boolean): [held: Each[], rest: Each[]] {
  const held = new Set(all.filter(holds));
  return [[...held], all.filter((each) => !held.has(each))];
}

/** The files of an SDK of which only the types matter: its modules of validators have no code. */
export async function assembleTypes(contract: Contract, runtime: RuntimeFiles): Promise<Map<string, string>> {
  const plan = planSdk(contract, runtime);
  const plans = plan.types.modules;
  const modules = plans.map((plan) => plan.make());
  const printed = moduleTexts(plans, modules, (await doAll(modules.map(typeWork), sdkWork)) as string[]);
  return assembleSdk(contract, runtime, plan, {
    validators: () => ({ code: "", shared: true, imports: [] }),
    shared: () => undefined,
    types: ({ path }) => printed.get(path),
  });
}

function validatorWork(schema: EventSchema, contract: Contract, names: PrintedNames): SdkWork {
  const { reader, writer } = bundlesOf(schema, contract);
  const examples = schema.examples.map(({ source }) => source.value);
  const writerImports = schema.writer === defaultWriter;
  return { kind: "validators", task: { reader, writer, examples, names, writerImports } };
}

function typeWork({ declarations }: TypeModule): SdkWork {
  return { kind: "types", declarations };
}

function moduleTexts(
  plans: readonly TypePlan[],
  modules: readonly TypeModule[],
  printed: readonly string[],
): ReadonlyMap<string, string> {
  return new Map(
    plans.map(({ path, header }, index) => [
      path,
      header + typeModuleText(modules[index] as TypeModule, printed[index] ?? ""),
    ]),
  );
}

function slowFinding(slow: SlowPattern, { definitions, events }: Contract): Finding {
  const sources = events.flatMap(schemasOfEvent).map(({ source }) => source);
  return slowPattern(slow, definitions, (path) => sources.find((source) => source.path === path));
}

/** The reader's form of a schema, and the writer's where it differs. */
export function bundlesOf(
  { location, writer: allowed }: EventSchema,
  { definitions }: Contract,
): { readonly reader: Bundle; readonly writer: Bundle | undefined } {
  const reader = readerBundle(location, definitions);
  const writer = writerBundle(location, definitions, { writer: allowed });
  return { reader, writer: writer.root === location ? undefined : writer };
}

function exampleFindings(
  version: EventSchema,
  failures: readonly (readonly ExampleFailure[])[],
  { definitions }: Contract,
): Finding[] {
  const bundle = readerBundle(version.location, definitions);
  return version.examples.flatMap((example, index) => {
    const integer = integerFailure(example.source);
    const all = [
      ...meantFailures(failures[index] ?? [], bundle, example.source.value),
      ...(integer === undefined ? [] : [integer]),
    ];
    return exampleFinding(version, example, all);
  });
}

function exampleFinding(
  version: EventSchema,
  { source, valid }: Example,
  failures: readonly Pick<ExampleFailure, "pointer" | "message">[],
): Finding[] {
  if (valid) {
    return failures.map(({ pointer, message }) =>
      findingAt(source, pointer, {
        rule: "example-invalid",
        severity: "error",
        message: `This example does not validate against ${version.source.path}: it ${message}.`,
        help: "Fix the example, or move it to `invalid/`.",
      }),
    );
  }
  if (failures.length > 0) return [];
  return [
    findingOn(source.path, {
      rule: "example-valid",
      severity: "error",
      message: `This example should be invalid, but ${version.source.path} accepts it.`,
      help: "Tighten the schema, or move the message to the folder `valid`.",
    }),
  ];
}
