import { defineConfig } from "vitest/config";
import {
  lookAround,
  projectDefaults,
  projectsOfRabbitMQ,
  projectsWithoutRabbitMQ,
  tags,
  testFiles,
} from "./test/support/projects.js";
import { SkipReporter } from "./test/support/skip-reporter.js";

const files = testFiles();
const here = await lookAround({ container: false });
/** The former name of the projects `unit`, `process` and `long` together, for commands that still use it. */
const former = process.argv.some((argument) => argument.includes("pure"))
  ? [
      {
        test: {
          name: "pure",
          include: [...files.unit, ...files.process, ...files.long],
          tags: [...tags],
          ...projectDefaults,
        },
      },
    ]
  : [];

/**
 * `npm test`: what needs Node alone, and what needs a RabbitMQ on each that is here. package.json keeps vite on version 7, whose
 * bundler is half as large as that of version 8.
 */
export default defineConfig({
  test: {
    maxWorkers: 3, // on two cores: the tests of faults mostly wait
    reporters: [
      "default",
      new SkipReporter({ files, here, isStrict: process.env["RABBITGEN_SKIPS"] === "fail" }),
    ],
    projects: [...former, ...projectsWithoutRabbitMQ(files, here), ...projectsOfRabbitMQ(files, here)],
  },
});
