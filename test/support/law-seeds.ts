/** How often a law is tried from one seed. */
export interface LawSeed {
  readonly seed: number;
  readonly numRuns: number;
}

/** From how many seeds a law is tried, so that no single one decides which schemas are ever met. */
const seedCount = 3;

/**
 * The seeds that a law is tried from and the runs of each: always the same three, so that CI has the same schemas each
 * time. The environment's `<prefix>_SEED` stands for one other seed that gets all runs, `<prefix>_RUNS` for more runs.
 */
export function lawSeeds(prefix: "RABBITGEN_PROPERTY" | "TYPES", runs: number): readonly LawSeed[] {
  const { [`${prefix}_SEED`]: seed, [`${prefix}_RUNS`]: wanted = runs } = process.env;
  if (seed !== undefined) return [{ seed: Number(seed), numRuns: Number(wanted) }];
  const numRuns = Math.ceil(Number(wanted) / seedCount);
  return Array.from({ length: seedCount }, (_, index) => ({ seed: index + 1, numRuns }));
}
