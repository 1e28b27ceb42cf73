import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Place } from "./client.js";
import type { Outcome, Work } from "./work.js";

/** Runs one trial in a process of its own and gives what it measured; rejects when that process fails. */
export async function runTrial(client: string, place: Place, work: Work): Promise<Outcome> {
  const argv = [client, JSON.stringify(place), JSON.stringify(work)];
  const execArgv = work.kind === "heap" ? ["--expose-gc"] : [];
  const child = fork(fileURLToPath(new URL("./trial.js", import.meta.url)), argv, { execArgv });
  const gone = once(child, "exit");
  const outcome = await Promise.race([
    once(child, "message").then(([message]) => message as Outcome),
    gone.then(([code]) => Promise.reject(new Error(`${client} ended with ${code}: ${JSON.stringify(work)}`))),
  ]);
  await gone;
  return outcome;
}
