import { resolve } from "node:path";
import type { Io } from "./io.js";

/** Says on stderr what the project around `out` lacks for the SDK there to compile and run; nothing when it is fine. */
export async function printProjectHints(io: Io, out: string): Promise<void> {
  const { readProject } = await import("../files/read-project.js");
  const folder = resolve(io.cwd, out);
  const project = readProject(folder);
  if (project === undefined) return;
  const { projectHints } = await import("../project/project-hints.js");
  const { readSdkNeeds } = await import("../project/read-sdk-needs.js");
  for (const hint of projectHints(project, folder, readSdkNeeds(folder))) io.err(`hint: ${hint}\n`);
}
