import type { Reporter, TestCase, TestModule } from "vitest/node";
import type { SkipReporterOptions } from "./skip-report.js";
import { type Skip, skipReport } from "./skip-report.js";

/** Reports at the end of a run what was skipped, by counts. */
export class SkipReporter implements Reporter {
  readonly #options: SkipReporterOptions;

  constructor(options: SkipReporterOptions) {
    this.#options = options;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const skips = modules.flatMap((each) => [...each.children.allTests("skipped")].map(skipOf));
    const { lines, fails } = skipReport(skips, this.#options);
    // after the summary, which the default reporter writes in this same turn
    setImmediate(() => process.stdout.write(lines.map((line) => `${line}\n`).join("")));
    if (fails) process.exitCode = 1;
  }
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
