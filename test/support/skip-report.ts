import type { Here, TestFiles } from "./projects.js";
import { needOf, type SkipReason } from "./skip-needs.js";

/** A test that did not run, and why. */
export interface Skip extends SkipReason {
  readonly project: string;
  readonly file: string;
  readonly name: string;
}

/** What a `SkipReporter` is made with. */
export interface SkipReporterOptions {
  readonly files: TestFiles;
  readonly here: Here;
  /** Whether a skip fails the run, unless what it needs cannot be had. */
  readonly isStrict: boolean;
}

/** Whether a run would include a file in a project, were the project here. */
export type Scope = (project: string, file: string) => boolean;

/**
 * Reports what a run left out of its scope: one line that counts it by what it needs, with how to get it. A strict run also
 * lists the skips without a known reason, and fails for them and for what could have been had.
 */
export function skipReport(
  skips: readonly Skip[],
  { files, here, isStrict }: SkipReporterOptions,
  scope: Scope,
): { readonly lines: readonly string[]; readonly fails: boolean } {
  const count = (project: string, all: readonly string[]) =>
    all.filter((file) => scope(project, file)).length;
  const large = count("packages", files.packages) + count("browser", files.browser);
  const found = count("broker-found", [...files.onEachBroker, ...files.onRabbitMQ]);
  const newest = count("broker-4", files.onEachBroker);
  const missing = [
    ...(here.packages ? [] : filesThatNeed(large, "test/packages (npm ci --prefix test/packages)")),
    ...(here.rabbitmq ? [] : filesThatNeed(found, "RabbitMQ (npm run test:rabbitmq)")),
  ];
  const versions = here.rabbitmq4
    ? []
    : filesThatNeed(newest, "RabbitMQ 4 (with Docker: npm run test:rabbitmq)");
  const needed = new Map<string, number>();
  const failing: Skip[] = [];
  let unexplained = 0;
  for (const skip of skips) {
    const isElsewhere = isForRabbitMQ(skip) && scope("broker-found", skip.file);
    if (isElsewhere && here.rabbitmq) continue;
    const need = needOf(skip);
    if (need?.isObtainable !== false) failing.push(skip);
    if (need === undefined) unexplained += 1;
    // the file is counted, since it does not run on a RabbitMQ either
    else if (!isElsewhere) needed.set(need.text, (needed.get(need.text) ?? 0) + 1);
  }
  const tests = [...needed].map(
    ([need, number]) => `${number} ${number === 1 ? "test that needs" : "tests that need"} ${need}`,
  );
  const others =
    unexplained === 0
      ? []
      : [
          `${unexplained} ${unexplained === 1 ? "test" : "tests"} for another reason (RABBITGEN_SKIPS=fail lists them)`,
        ];
  const parts = [...missing, ...versions, ...tests, ...others];
  const line = parts.length === 0 ? [] : [`skipped: ${parts.join("; ")}`];
  if (!isStrict) return { lines: line, fails: false };
  const listed = failing.map(
    ({ project, file, name, note }) =>
      `skipped, which fails: ${project} ${file}: ${name}${note ? ` (${note})` : ""}`,
  );
  return { lines: [...listed, ...line], fails: missing.length > 0 || failing.length > 0 };
}

function filesThatNeed(count: number, need: string): readonly string[] {
  if (count === 0) return [];
  return [`${count} ${count === 1 ? "file that needs" : "files that need"} ${need}`];
}

/** The embedded broker lacks what a test needs; the same test runs on a RabbitMQ. */
function isForRabbitMQ({ project, note }: Skip): boolean {
  return project === "broker-embedded" && note?.startsWith("needs ") === true;
}
