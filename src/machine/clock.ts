/** The clock of last-resort limits. All other limits count steps, so that no answer depends on the machine. */
export interface Clock {
  /** Milliseconds that have passed since some moment. */
  readonly wallMs: () => number;
  /** Milliseconds for which processors have worked for this process; slower to read. */
  readonly processorMs: () => number;
}

/** The clocks of this machine. */
export const machineClock: Clock = {
  wallMs: () => performance.now(),
  processorMs: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  },
};
