/** The one door between the program and the process that runs it; tests give their own. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Today in UTC, as `2026-11-24`. */
  readonly today: string;
  /** True when stderr is a terminal and no CI: progress may be drawn. */
  readonly interactive: boolean;
  /** True when stdout may have colors (a terminal, and no `NO_COLOR`). */
  readonly color: boolean;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /**
   * The same without escaping what could act on a terminal: for progress that is drawn and wiped away. `run` sets it.
   */
  readonly draw?: (text: string) => void;
  /** Standard output without escaping what could be a command of a CI system: for a report of such. `run` sets it. */
  readonly command?: (text: string) => void;
  /** All of standard input. */
  readonly readInput: () => Promise<Uint8Array>;
  /** Asks on the terminal, and gives the line that is typed; `undefined` at its end. Absent where there is no terminal. */
  readonly ask?: (question: string) => Promise<string | undefined>;
  /** Resolves when what was printed is on its way, however slow its reader is. Absent: at once. */
  readonly flushed?: () => Promise<void>;
  /**
   * Aborted when the command should stop: on Ctrl-C, on SIGTERM, or when standard output is closed. Only commands that
   * run until then, or that can stop early, use it.
   */
  readonly signal: AbortSignal;
}

/** The program's exit codes: clean, findings, could not do the work. */
export type ExitCode = 0 | 1 | 2;
