import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import { repository } from "../support/repository.js";
import type { Go } from "./find-go.js";

/** A message that the Go program sent. */
export interface GoPublished {
  readonly kind: "published";
  readonly routingKey: string;
  readonly version: string;
  readonly body: string;
}

/** A message as the Go program saw it; a property that was not there is an empty string. */
export interface GoConsumed {
  readonly kind: "consumed";
  /** `orderId`, as Go decoded it. */
  readonly order: string;
  readonly version: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Names of headers that are not strings. */
  readonly ignored: readonly string[];
  readonly routingKey: string;
  readonly contentType: string;
  readonly type: string;
  readonly messageId: string;
  readonly persistent: boolean;
  readonly redelivered: boolean;
  readonly body: string;
}

type Line =
  | GoPublished
  | GoConsumed
  | { readonly kind: "ready" }
  | { readonly kind: "done"; readonly left: number };

const folder = join(repository, "test", "interop", "go");

/** Compiles the program and what it imports into Go's cache, so that starting it takes no compiler's time. */
export async function buildGoProgram({ command: [file, ...rest], env }: Go): Promise<void> {
  await promisify(execFile)(file, [...rest, "build", "-o", "/dev/null", "."], {
    cwd: folder,
    env: { ...process.env, ...env },
  });
}

/** The program of `go/`, running. It is ended with the test. */
export class GoProgram {
  readonly #child: ChildProcess;
  readonly #lines: Line[] = [];
  readonly #ended: Promise<number>;
  #errors = "";

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stderr?.on("data", (text) => {
      this.#errors += String(text);
    });
    this.#ended = once(child, "close").then(([code]) => Number(code ?? -1));
    if (!child.stdout) throw new Error("the program has no output");
    createInterface({ input: child.stdout }).on("line", (line) => {
      this.#lines.push(JSON.parse(line) as Line);
      child.emit("reported");
    });
  }

  static start({ command, env }: Go, ...args: readonly string[]): GoProgram {
    const [file, ...rest] = command;
    const child = spawn(file, [...rest, "run", ".", ...args], {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const program = new GoProgram(child);
    onTestFinished(() => program.#end());
    return program;
  }

  /** Resolves when it has bound its queue and published its messages. */
  async ready(): Promise<void> {
    while (this.#of("ready").length === 0) {
      const going = await Promise.race([
        once(this.#child, "reported").then(() => true),
        this.#ended.then(() => false),
      ]);
      if (!going && this.#of("ready").length === 0)
        throw new Error(`the Go program ended early:\n${this.#errors}`);
    }
  }

  /** Resolves to what is left in its queue when it has consumed the requested messages; rejects when it fails. */
  async finished(): Promise<number> {
    const code = await this.#ended;
    const [done] = this.#of("done");
    if (code !== 0 || !done) throw new Error(`the Go program ended with ${code}:\n${this.#errors}`);
    return done.left;
  }

  get published(): readonly GoPublished[] {
    return this.#of("published");
  }

  get consumed(): readonly GoConsumed[] {
    return this.#of("consumed");
  }

  #of<Kind extends Line["kind"]>(kind: Kind): readonly Extract<Line, { kind: Kind }>[] {
    return this.#lines.filter((line): line is Extract<Line, { kind: Kind }> => line.kind === kind);
  }

  /** The whole group: go runs the program as its child, and the tool runs go. */
  async #end(): Promise<void> {
    const { exitCode, signalCode, pid } = this.#child;
    if (exitCode === null && signalCode === null && pid !== undefined) process.kill(-pid, "SIGTERM");
    await this.#ended;
  }
}
