import type { Project } from "../files/read-project.js";
import { compilerHints } from "./compiler-hints.js";
import { ignoreHints } from "./ignore-hints.js";
import { packageHints } from "./package-hints.js";
import type { SdkNeeds } from "./read-sdk-needs.js";

/**
 * What a project lacks for a generated SDK in `out` (absolute) to compile and run, one line each. Nothing where it
 * cannot be known, such as without a `tsconfig.json`.
 */
export function projectHints(project: Project, out: string, sdk: SdkNeeds): string[] {
  return [...packageHints(project, sdk), ...compilerHints(project, out, sdk), ...ignoreHints(project, out)];
}
