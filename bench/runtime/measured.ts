/** What one trial took, its warm-up left out. */
export interface Measured {
  readonly messages: number;
  /** Milliseconds from the first message to the last. */
  readonly ms: number;
  /** Microseconds of processor time, user and system, of the whole process. */
  readonly cpuMicros: number;
}

/** Starts both clocks; the function that it gives stops them. */
export function startClocks(): (messages: number) => Measured {
  const cpu = process.cpuUsage();
  const start = performance.now();
  return (messages) => {
    const ms = performance.now() - start;
    const { user, system } = process.cpuUsage(cpu);
    return { messages, ms, cpuMicros: user + system };
  };
}
