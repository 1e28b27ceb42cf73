import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { delimiter, join } from "node:path";
import { gitEnv } from "./git-repository.js";
import { repository } from "./repository.js";
import { runCli } from "./run-cli.js";
import { tempFolder, writeFiles } from "./temp-folder.js";

/** The shell's environment: that of git, with submodules from the same disk, and npm without a network. */
const shellEnv = {
  ...gitEnv,
  GIT_CONFIG_COUNT: "1",
  GIT_CONFIG_KEY_0: "protocol.file.allow",
  GIT_CONFIG_VALUE_0: "always",
  npm_config_offline: "true",
  npm_config_audit: "false",
  npm_config_fund: "false",
  npm_config_update_notifier: "false",
} as NodeJS.ProcessEnv;

/** What following a page led to. */
export interface Walk {
  /** The page with the output of each command as it is now. */
  readonly page: string;
  /** The commands that ended with another exit code than 0, each with its code, in order. */
  readonly failed: readonly string[];
}

/** A fence: where it stands, its language, and its text. */
const fence = /^```(\w*)\n(.*?)^```$/gms;

/** The line above a fence that names the file with this content: "`schemas/contract.json`:". */
const fileCaption = /`([^`\n]+)`:\n\n$/;

/** A comment above a command that sets the date on which it and the later ones run. */
const dateComment = /<!-- on (\d{4}-\d{2}-\d{2}) -->/g;

/** Where and when the commands of a page run, and how they have ended so far. */
interface Session {
  /** Where the next command runs; `cd` changes it. */
  folder: string;
  today: string;
  readonly failed: string[];
  /** Where the commands of this repository are. */
  readonly tools: string;
  /** What has to be there before a command runs; gets the folder in which it will. */
  readonly before: Readonly<Record<string, (folder: string) => void>>;
}

/**
 * Follows a Markdown page in a folder as a reader does, from top to bottom: writes the files whose names stand above
 * their blocks, applies each `diff`, and runs each line that begins with `$` (`rabbitgen` in this process, everything
 * else in a shell). In what they print, `…` stands for any text, and a line of it for any lines.
 */
export async function walkPage(page: string, folder: string, before: Session["before"] = {}): Promise<Walk> {
  const session: Session = { folder, today: "2027-01-11", failed: [], tools: toolsFolder(), before };
  let walked = "";
  let end = 0;
  for (const match of page.matchAll(fence)) {
    const [block, language = "", content = ""] = match;
    const before = page.slice(end, match.index);
    const [, file] = fileCaption.exec(before) ?? [];
    session.today = [...before.matchAll(dateComment)].at(-1)?.[1] ?? session.today;
    if (language === "diff") applyDiff(session.folder, content);
    else if (file !== undefined) writeFiles(session.folder, { [file]: content });
    const isSession = content.startsWith("$ ");
    walked += before + (isSession ? `\`\`\`${language}\n${await runBlock(session, content)}\`\`\`` : block);
    end = match.index + block.length;
  }
  return { page: walked + page.slice(end), failed: session.failed };
}

/** Runs the commands of a block, and gives the block with what they print. */
async function runBlock(session: Session, block: string): Promise<string> {
  let result = "";
  for (const step of block.split(/^(?=\$ )/m)) {
    const [line = "", ...printed] = step.split("\n");
    const shown = printed.join("\n");
    const command = line.slice("$ ".length);
    const isOurs = command.startsWith("rabbitgen ");
    const { code, output } = isOurs ? await runOurs(session, command) : runInShell(session, command);
    if (code !== 0) session.failed.push(`${command}: ${code}`);
    result += `${line}\n${matches(shown, output) ? shown : elided(shown, output)}`;
  }
  return result;
}

interface Ended {
  readonly code: number | null;
  /** What it printed on both streams, as a terminal shows it. */
  readonly output: string;
}

async function runOurs({ folder, today }: Session, command: string): Promise<Ended> {
  let output = "";
  const print = (text: string): void => {
    output += text;
  };
  const { code } = await runCli(folder, command.split(" ").slice(1), { today, out: print, err: print });
  return { code, output };
}

/** Runs a line by a shell, and stays in the folder to which it changes. */
function runInShell(session: Session, command: string): Ended {
  session.before[command]?.(session.folder);
  const line = `${command}\ncode=$?\npwd >&3\nexit $code`;
  const { status, output } = spawnSync("sh", ["-c", line], {
    cwd: session.folder,
    env: { ...shellEnv, PATH: `${session.tools}${delimiter}${gitEnv["PATH"]}` },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const [, out = "", err = "", folder = ""] = output.map((text) => text ?? "");
  session.folder = folder.trim();
  return { code: status, output: out + err };
}

/** A folder with the commands of this repository, as `npx` finds them in a project. */
function toolsFolder(): string {
  const tsc = join(repository, "node_modules/.bin/tsc");
  const program = join(repository, "dist/src/bin.js");
  const folder = tempFolder({
    tsc: `#!/bin/sh\nexec "${tsc}" "$@"\n`,
    rabbitgen: `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`,
  });
  for (const name of ["tsc", "rabbitgen"]) chmodSync(join(folder, name), 0o755);
  return folder;
}

/** Whether a printed output is this one, where a line `…` stands for any lines, and `…` in a line for any text. */
function matches(shown: string, output: string): boolean {
  const lines = shown.split(/(?<=\n)/).map((line) => (line === "…\n" ? "(?:.*\n)*" : patternOf(line)));
  return new RegExp(`^${lines.join("")}$`).test(output);
}

/** A changed output, with the `…` that its lines had in the page. */
function elided(shown: string, output: string): string {
  const patterns = shown
    .split("\n")
    .filter((line) => line.includes("…") && line !== "…")
    .map((line) => [new RegExp(`^${patternOf(line)}$`), line] as const);
  const lines = output.split("\n");
  return lines.map((line) => patterns.find(([pattern]) => pattern.test(line))?.[1] ?? line).join("\n");
}

function patternOf(line: string): string {
  return line.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("…", ".*");
}

function applyDiff(folder: string, diff: string): void {
  const env = gitEnv as NodeJS.ProcessEnv;
  execFileSync("git", ["apply", "-"], { cwd: folder, env, input: diff });
}
