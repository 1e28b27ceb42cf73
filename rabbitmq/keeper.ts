import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { Socket } from "node:net";
import { createInterface } from "node:readline";

/** A shell script that outlives this process by just the time that it needs to clean up. */
export interface Keeper {
  /** Settles when the script has ended. */
  readonly ended: Promise<void>;
  /** The last lines that it printed, for error messages. */
  readonly output: readonly string[];
  /** Writes a line to the script. */
  tell(line: string): void;
  /** Resolves to true when the script prints this line, to false when it ends before. */
  hear(line: string): Promise<boolean>;
  /** Closes the script's input, which asks it to clean up, and waits for its end. */
  end(): Promise<void>;
}

/**
 * Runs a shell script whose input is a pipe from this process. However this process ends, by SIGKILL too, the pipe
 * closes, `read` in the script fails, and the script can end what it started. It has a session of its own, so that
 * Ctrl-C in the terminal does not reach it, and it does not keep this process alive.
 */
export function startKeeper(script: string, args: readonly string[], env = process.env): Keeper {
  const child = spawn("sh", ["-c", script, "rabbitgen-broker", ...args], {
    detached: true,
    stdio: ["pipe", "pipe", "ignore"],
    env,
  });
  const heard = new EventEmitter();
  const output: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    output.push(line);
    if (output.length > 20) output.shift();
    heard.emit(`line ${line}`);
  });
  child.on("error", (cause) => output.push(cause.message));
  child.stdin.on("error", () => {});
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  child.unref();
  for (const pipe of [child.stdin, child.stdout]) if (pipe instanceof Socket) pipe.unref();
  return {
    ended,
    output,
    tell: (line) => void child.stdin.write(`${line}\n`),
    hear: (line) => Promise.race([once(heard, `line ${line}`).then(() => true), ended.then(() => false)]),
    end() {
      child.stdin.end();
      return ended;
    },
  };
}
