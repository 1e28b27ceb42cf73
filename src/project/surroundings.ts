/** The folder that relative paths begin at. */
export interface Where {
  readonly cwd: string;
}

/** What work on folders takes from the process around it. */
export interface Surroundings extends Where {
  /** Variables such as those of a CI system, and those that git reads. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Today in UTC, such as `2026-11-24`. */
  readonly today: string;
  /** Called with each remark about the work that is not a finding, such as what a revision is compared with. */
  readonly note: (text: string) => void;
}

/** The surroundings that are given; of the others, those of this process, without remarks. */
export function surroundingsOf({
  cwd = process.cwd(),
  env = process.env,
  today = new Date().toISOString().slice(0, "2026-11-24".length),
  note = () => {},
}: Partial<Surroundings>): Surroundings {
  return { cwd, env, today, note };
}
