import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { repository } from "../support/repository.js";
import { tempFolder } from "../support/temp-folder.js";
import { fill, isTrue } from "./expression.js";

interface Step {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly shell: string;
  readonly run: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

/** The contents of `action.yml`. */
export const action: Action = parse(readFileSync(join(repository, "action.yml"), "utf8"));

/** What a workflow gives to the action. */
export interface Workflow {
  /** The checkout. */
  readonly workspace: string;
  /** The runner's variables, `GITHUB_…` without its beginning: `{ EVENT_NAME: "push" }`. */
  readonly github: Readonly<Record<string, string>>;
  /** What happened, as in the file at `GITHUB_EVENT_PATH`. */
  readonly event: Readonly<Record<string, unknown>>;
  readonly inputs?: Readonly<Record<string, string>>;
  /** Put before the PATH. */
  readonly path?: string;
}

/** What the action left behind. */
export interface Acted {
  /** Exit code of the step that failed; 0 when none did. */
  readonly code: number;
  /** Names of the steps that ran. */
  readonly steps: readonly string[];
  /** Everything that was printed, in order. */
  readonly log: string;
  /** Workflow commands in it that the runner would obey. */
  readonly annotations: readonly string[];
  readonly summary: string;
  /** The files in the checkout afterwards. */
  readonly files: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
}

/** Runs the steps of `action.yml` in order, as GitHub's runner does. */
export async function runAction(workflow: Workflow): Promise<Acted> {
  const temp = tempFolder({ "event.json": workflow.event, "summary.md": "" });
  const context = contextOf(workflow);
  const variables = {
    ...Object.fromEntries(Object.entries(workflow.github).map(([name, value]) => [`GITHUB_${name}`, value])),
    PATH: [workflow.path, process.env["PATH"]].filter((part) => part !== undefined).join(":"),
    HOME: temp,
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_ACTION_PATH: repository,
    GITHUB_WORKSPACE: workflow.workspace,
    GITHUB_EVENT_PATH: join(temp, "event.json"),
    GITHUB_STEP_SUMMARY: join(temp, "summary.md"),
    RUNNER_TEMP: join(temp, "runner's temp"),
  };
  mkdirSync(variables.RUNNER_TEMP);
  const steps: string[] = [];
  let log = "";
  let code = 0;
  for (const [index, step] of action.runs.steps.entries()) {
    if (code !== 0 || !isTrue(step.if, context.read)) continue;
    const outputs = join(temp, `outputs-${index}`);
    const own = Object.entries(step.env ?? {}).map(([name, value]) => [name, fill(value, context.read)]);
    const env = { ...variables, GITHUB_OUTPUT: outputs, ...Object.fromEntries(own) };
    const ran = await runStep(
      fill(step.run, context.read),
      workflow.workspace,
      env,
      join(temp, `step-${index}.sh`),
    );
    steps.push(step.name);
    log += ran.log;
    code = ran.code;
    if (step.id !== undefined && existsSync(outputs)) context.keep(step.id, readFileSync(outputs, "utf8"));
  }
  return {
    code,
    steps,
    log,
    annotations: obeyed(log),
    summary: readFileSync(variables.GITHUB_STEP_SUMMARY, "utf8"),
    files: readdirSync(workflow.workspace),
    outputs: Object.fromEntries(
      Object.entries(action.outputs).map(([name, { value }]) => [name, fill(value, context.read)]),
    ),
  };
}

function contextOf({ github, event, inputs = {} }: Workflow) {
  const outputs = new Map<string, string>();
  const read = (path: string): string | undefined => {
    const [root, ...names] = path.split(".");
    const [name = ""] = names;
    if (root === "inputs") return inputs[name] ?? fill(action.inputs[name]?.default ?? "", read);
    if (root === "steps") return outputs.get(path);
    if (path === "github.token") return "the-token";
    if (path.startsWith("github.event.")) return deep(event, names.slice(1));
    return github[name.toUpperCase()];
  };
  const keep = (id: string, text: string): void => {
    for (const [, name, value = ""] of text.matchAll(/^([^=\n]+)=(.*)$/gm))
      outputs.set(`steps.${id}.outputs.${name}`, value);
  };
  return { read, keep };
}

function deep(value: unknown, [name, ...more]: readonly string[]): string | undefined {
  if (name === undefined) return typeof value === "string" ? value : undefined;
  return typeof value === "object" && value !== null
    ? deep((value as Record<string, unknown>)[name], more)
    : undefined;
}

/** GitHub's `shell: bash`. */
async function runStep(
  text: string,
  cwd: string,
  env: NodeJS.ProcessEnv,
  script: string,
): Promise<{ code: number; log: string }> {
  writeFileSync(script, text);
  const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], { cwd, env });
  let log = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      log += chunk;
    });
  const [code] = await once(child, "close");
  return { code: code ?? 1, log };
}

/** Lines that the runner takes for commands: none between `::stop-commands::token` and `::token::`. */
function obeyed(log: string): string[] {
  const commands: string[] = [];
  let stopped: string | undefined;
  for (const line of log.split("\n").map((each) => each.trimStart())) {
    if (stopped !== undefined) {
      if (line === `::${stopped}::`) stopped = undefined;
    } else if (line.startsWith("::stop-commands::")) stopped = line.slice("::stop-commands::".length);
    else if (line.startsWith("::")) commands.push(line);
  }
  return commands;
}
