import { constants } from "node:os";

/** The first Ctrl-C or SIGTERM ends the demo in good order; a second one ends it at once. */
export class Interruption {
  readonly #process: NodeJS.Process;
  readonly #controller = new AbortController();
  #code: number | undefined;

  constructor(process: NodeJS.Process) {
    this.#process = process;
    for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, this.#interrupt);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The exit code that shells expect, 128 plus the signal's number; `undefined` if no signal arrived. */
  get code(): number | undefined {
    return this.#code;
  }

  end(): void {
    for (const name of ["SIGINT", "SIGTERM"] as const) this.#process.off(name, this.#interrupt);
  }

  readonly #interrupt = (name: "SIGINT" | "SIGTERM"): void => {
    this.#code = 128 + constants.signals[name];
    this.#controller.abort(new Error("interrupted"));
  };
}
