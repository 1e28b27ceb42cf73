import type { Here, TestFiles } from "./projects.js";

/** What a test that is skipped for want of a browser says. */
export const noBrowser = "not here: Chromium";

/** A test that did not run, and why. */
export interface Skip {
  readonly project: string;
  readonly file: string;
  readonly name: string;
  readonly note: string | undefined;
  readonly tags: readonly string[];
}

/**
 * Reports what a run left out: one line that counts it by what it needs, and where that is known how to get it. A strict run
 * also lists the skips without a known reason, and fails for them and for what could have been installed.
 */
export function skipReport(
  skips: readonly Skip[],
  { files, here, isStrict }: SkipReporterOptions,
): { readonly lines: readonly string[]; readonly fails: boolean } {
  const away = files.onEachBroker.length + files.onRabbitMQ.length;
  const large = files.packages.length + files.browser.length;
  const missing = [
    ...(here.packages ? [] : [`${large} files that need test/packages (npm ci --prefix test/packages)`]),
    ...(here.rabbitmq ? [] : [`${away} files that need RabbitMQ (npm run test:rabbitmq)`]),
  ];
  const versions = here.rabbitmq4 ? [] : [`${files.onEachBroker.length} files on RabbitMQ 4.0`];
  const absent = new Map<string, number>();
  const unexplained: Skip[] = [];
  for (const skip of skips) {
    if (isRunElsewhere(skip) && here.rabbitmq) continue;
    const need = unobtainable(skip);
    if (need === undefined) unexplained.push(skip);
    else absent.set(need, (absent.get(need) ?? 0) + 1);
  }
  const tests = [...absent].map(
    ([need, count]) => `${count} ${count === 1 ? "test that needs" : "tests that need"} ${need}`,
  );
  const parts = [...missing, ...versions, ...tests];
  const line = parts.length === 0 ? [] : [`skipped: ${parts.join("; ")}`];
  if (!isStrict) return { lines: line, fails: false };
  const listed = unexplained.map(
    ({ project, file, name, note }) =>
      `skipped, which fails: ${project} ${file}: ${name}${note ? ` (${note})` : ""}`,
  );
  return { lines: [...listed, ...line], fails: missing.length > 0 || unexplained.length > 0 };
}

/** The embedded broker lacks what a test needs; the same test runs on a RabbitMQ. */
function isRunElsewhere({ project, note }: Skip): boolean {
  return project === "broker-embedded" && note?.startsWith("needs ") === true;
}

/** What no installation can bring. */
function unobtainable({ note = "", tags }: Skip): string | undefined {
  if (tags.includes("json-schema-test-suite")) return "the JSON-Schema-Test-Suite (npm run suite)";
  if (tags.includes("real-world-data")) return "folders of real data";
  if (tags.includes("root")) return "root";
  return /^not here: (RabbitMQ 4\.0|Go with amqp091-go|Chromium)/.exec(note)?.[1];
}

/** What a `SkipReporter` is made with. */
export interface SkipReporterOptions {
  readonly files: TestFiles;
  readonly here: Here;
  /** Whether a skip fails the run, unless what it needs cannot be had. */
  readonly isStrict: boolean;
}
