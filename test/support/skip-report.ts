import type { SkipReporterOptions } from "./skip-reporter.js";

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
 * What is said of a run's skips. By default a line where no RabbitMQ is, and one where no browser is. A strict run counts everything
 * that could not run, by what it needs, and fails where that could have been had.
 */
export function skipReport(
  skips: readonly Skip[],
  { files, here, isStrict }: SkipReporterOptions,
): { readonly lines: readonly string[]; readonly fails: boolean } {
  const away = files.onEachBroker.length + files.onRabbitMQ.length;
  const first = here.rabbitmq ? [] : [`skipped: ${away} files that need RabbitMQ; npm run test:rabbitmq`];
  if (!isStrict) {
    const browser = skips.filter(({ note }) => note === noBrowser).length;
    const second = browser === 0 ? [] : [`skipped: ${browser} tests that need a browser, Chromium`];
    return { lines: [...first, ...second], fails: false };
  }
  const absent = new Map<string, number>();
  if (!here.rabbitmq4) absent.set(`RabbitMQ 4.0 (${files.onEachBroker.length} files)`, 0);
  const unexplained: Skip[] = [];
  for (const skip of skips) {
    if (isRunElsewhere(skip) && here.rabbitmq) continue;
    const need = unobtainable(skip);
    if (need === undefined) unexplained.push(skip);
    else absent.set(need, (absent.get(need) ?? 0) + 1);
  }
  const counts = [...absent].map(([need, tests]) => `${need}${tests === 0 ? "" : `: ${tests} tests`}`);
  return {
    lines: [
      ...first,
      ...(counts.length > 0 ? [`not to be had here: ${counts.join("; ")}`] : []),
      ...unexplained.map(
        ({ project, file, name, note }) =>
          `skipped, which fails: ${project} ${file}: ${name}${note ? ` (${note})` : ""}`,
      ),
    ],
    fails: !here.rabbitmq || unexplained.length > 0,
  };
}

/** The embedded broker lacks what a test needs; the same test runs on a RabbitMQ. */
function isRunElsewhere({ project, note }: Skip): boolean {
  return project === "embedded broker" && note?.startsWith("needs ") === true;
}

/** What no installation can bring. */
function unobtainable({ note = "", tags }: Skip): string | undefined {
  if (tags.includes("real-world-data")) return "folders of real data";
  if (tags.includes("root")) return "root";
  return /^not here: (RabbitMQ 4\.0|Go with amqp091-go|Chromium)/.exec(note)?.[1];
}
