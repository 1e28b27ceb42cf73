import { compareText } from "../code/compare-text.js";
import type { EventSchema } from "../contract/contract.js";

import { importPath } from "../types/type-module.js";
import type { Imported } from "../validators/function-names.js";
import type { SharedCode } from "../validators/shared-task.js";
import { supportNames } from "../validators/support-names.js";
import { header } from "./header.js";
import type { SharedPlan } from "./shared-validators.js";

/** The validators of one schema, as ajv's compiler wrote them. */
export interface ValidatorCode {
  /** Declares `read`, and `write` unless {@link shared}. */
  readonly code: string;
  /** True when the writer's form is the reader's. */
  readonly shared: boolean;
  /** The functions of shared definitions that the code calls. */
  readonly imports: readonly Imported[];
}

/** The module of a schema's two validators; it imports nothing but the SDK's own modules, and the type's name. */
export function validatorsModule(
  path: string,
  { source, label }: EventSchema,
  type: string,
  { code, shared, imports }: ValidatorCode,
): string {
  return `${header(source.path)}${unchecked}; the types of both exports are said.
import type { Validator } from ${importPath(path, "runtime/contract/event-version.ts")};
${importLines(path, code, [...imports, { name: "validator", module: validatorModule }])}import type { ${type} } from "./${label}.types.js";

${code}

/** The schema as written: what a consumer accepts. */
export const reader: Validator<${type}> = validator(read);

/** The schema closed: what a publisher may send${shared ? "; this schema closes itself" : ""}. */
export const writer: Validator<${type}> = ${shared ? "reader" : "validator(write)"};
`;
}

/** The module of the validators of a shared definition: functions that modules of versions call. */
export function sharedValidatorsModule(
  { source }: SharedPlan,
  { path, exported, code, imports }: SharedCode,
): string {
  return `${header(source)}${unchecked}.
${importLines(path, code, [...imports, { name: "type Check", module: validatorModule }])}
${code}

${exported.map((name) => `const $${name}: Check = ${name};\n`).join("")}
export {
${exported.map((name) => `  $${name} as ${name},\n`).join("")}};
`;
}

/** Where the runtime has what every module of validators needs. */
const validatorModule = "runtime/validate/validator.ts";

/** Without a colon, which the compiler reads as part of the word before TypeScript 5.2. */
const unchecked = "// @ts-nocheck -- written by ajv's compiler for machines";

function importLines(path: string, code: string, imports: readonly Imported[]): string {
  const called = supportNames
    .filter(({ name }) => new RegExp(`\\b${name}\\b`).test(code))
    .map(({ name, module }) => ({ name, module: `runtime/${module}.ts` }));
  const byModule = new Map<string, string[]>();
  for (const { name, module } of [...called, ...imports])
    byModule.set(module, [...(byModule.get(module) ?? []), name]);
  return [...byModule]
    .sort(([a], [b]) => compareText(a, b))
    .map(([module, names]) => `import { ${names.join(", ")} } from ${importPath(path, module)};\n`)
    .join("");
}
