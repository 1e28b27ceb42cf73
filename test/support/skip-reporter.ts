import type { Reporter, TestCase, TestModule, Vitest } from "vitest/node";
import { isNamed } from "./is-named.js";
import { type Skip, type SkipReporterOptions, skipReport } from "./skip-report.js";

/**
 * Reports at the end of a run what was skipped of what the run would include, by counts; fails a run whose `-t` matches no
 * test, which would pass.
 */
export class SkipReporter implements Reporter {
  readonly #options: SkipReporterOptions;
  #vitest: Vitest | undefined;

  constructor(options: SkipReporterOptions) {
    this.#options = options;
  }

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const vitest = this.#vitest;
    if (vitest === undefined) return;
    const pattern = vitest.getGlobalTestNamePattern();
    const isChosen = (test: TestCase) => pattern === undefined || pattern.test(matchedName(test));
    const { filenamePattern: filters = [] } = vitest as { readonly filenamePattern?: readonly string[] };
    const skips = modules.flatMap((each) =>
      [...each.children.allTests("skipped")].filter(isChosen).map(skipOf),
    );
    const { lines, fails } = skipReport(
      skips,
      this.#options,
      (project, file) => vitest.matchesProjectFilter(project) && isNamed(vitest.config.root, file, filters),
    );
    // a file that cannot be loaded has no tests, and fails the run with its own message
    const isNothingChosen =
      pattern !== undefined &&
      modules.every((each) => each.errors().length === 0 && ![...each.children.allTests()].some(isChosen));
    const printed = isNothingChosen ? [`No test of these files has a name that matches ${pattern}.`] : lines;
    // after the summary, which the default reporter writes in this same turn
    setImmediate(() => process.stdout.write(printed.map((line) => `${line}\n`).join("")));
    if (fails || isNothingChosen) process.exitCode = 1;
  }
}

/** What `-t` is matched with: the names of the suites around a test and its own, with a space between them. */
function matchedName(test: TestCase): string {
  const names = [test.name];
  for (let { parent } = test; parent.type === "suite"; parent = parent.parent) names.unshift(parent.name);
  return names.join(" ");
}

function skipOf(test: TestCase): Skip {
  const result = test.result();
  return {
    project: test.project.name,
    file: test.module.relativeModuleId,
    name: test.fullName,
    note: "note" in result ? result.note : undefined,
    tags: test.tags,
  };
}
