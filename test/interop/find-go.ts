import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { findProgram } from "../../rabbitmq/find-program.js";
import { findTool } from "../../rabbitmq/rabbitmq4.js";

const run = promisify(execFile);
const library = "github.com/rabbitmq/amqp091-go";
const oldMode = { GO111MODULE: "off", GOPATH: process.env["GOPATH"] ?? "/usr/share/gocode" };

/** A Go toolchain that has amqp091-go: how a command line of it starts, and what it needs in its environment. */
export interface Go {
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The Go of the developers' tool `rabbitmq4` (`RABBITMQ4_TOOL`, else `../shared/tools/rabbitmq4`; the first call
 * installs it if `RABBITGEN_INSTALL=1` asks for that, which takes a minute), else one on PATH; else why there is none.
 */
export async function findGo(): Promise<Go | string> {
  const why: string[] = [];
  for (const find of [goOfTool, goOnPath]) {
    const found = await find();
    if (typeof found !== "string") return found;
    why.push(found);
  }
  return why.join("; ");
}

async function goOfTool(): Promise<Go | string> {
  const tool = findTool();
  if (typeof tool === "string") return tool;
  // Its folder is one per machine: one installation and one run at a time.
  const locked = [tool.flock, ...tool.command] as const;
  try {
    await run(tool.flock, [...tool.command, "install"]);
  } catch (error) {
    return `${tool.command[1]} install failed: ${said(error)}`;
  }
  return { command: [...locked, "go"], env: {} };
}

async function goOnPath(): Promise<Go | string> {
  const go = findProgram("go");
  if (!go) return "there is no go on PATH";
  try {
    await run(go, ["list", library], { env: { ...process.env, ...oldMode } });
  } catch (error) {
    return `${go} has no ${library}: ${said(error)}`;
  }
  return { command: [go], env: oldMode };
}

function said(error: unknown): string {
  const text = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
  return text.trim().split("\n").at(-1) ?? "";
}
