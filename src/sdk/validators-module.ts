import type { EventSchema } from "../contract/contract.js";
import { supportNames } from "../validators/support-names.js";
import { header } from "./header.js";

/** The validators of one schema, as ajv's compiler wrote them. */
export interface ValidatorCode {
  /** Declares `read`, and `write` unless {@link shared}. */
  readonly code: string;
  /** True when the writer's form is the reader's. */
  readonly shared: boolean;
}

/** The module of a schema's two validators; it imports nothing but the SDK's own runtime, and the type's name. */
export function validatorsModule(
  { source, label }: EventSchema,
  type: string,
  { code, shared }: ValidatorCode,
): string {
  const used = supportNames.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(code));
  const modules = [...new Set(used.map(({ module }) => module))].sort();
  const imports = modules.map((module) => {
    const ofModule = used.filter((support) => support.module === module).map(({ name }) => name);
    return `import { ${ofModule.join(", ")} } from "../../runtime/${module}.js";`;
  });
  return `${header(source.path)}// @ts-nocheck: written by ajv's compiler for machines; the types of both exports are said.
import type { Validator } from "../../runtime/event-version.js";
${imports.join("\n")}
import { validator } from "../../runtime/validator.js";
import type { ${type} } from "./${label}.types.js";

${code}

/** The schema as written: what a consumer accepts. */
export const reader: Validator<${type}> = validator(read);

/** The schema closed: what a publisher may send${shared ? "; this schema closes itself" : ""}. */
export const writer: Validator<${type}> = ${shared ? "reader" : "validator(write)"};
`;
}
