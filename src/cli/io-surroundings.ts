import type { Surroundings } from "../project/surroundings.js";
import type { Io } from "./io.js";

/** What work on folders takes from the process; its remarks go to stderr. */
export function ioSurroundings({ cwd, env, today, err }: Io): Surroundings {
  return { cwd, env, today, note: (text) => err(`${text}\n`) };
}
