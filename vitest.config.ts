import { defineConfig } from "vitest/config";
import {
  lookAround,
  projectsOfRabbitMQ,
  projectsWithoutRabbitMQ,
  testFiles,
} from "./test/support/projects.js";
import { SkipReporter } from "./test/support/skip-reporter.js";

const files = testFiles();
const here = await lookAround({ container: false });

/** `npm test`: what needs Node alone, and what needs a RabbitMQ on each that is here. */
export default defineConfig({
  test: {
    maxWorkers: 3, // on two cores: the tests of faults mostly wait
    reporters: [
      "default",
      new SkipReporter({ files, here, isStrict: process.env["RABBITGEN_SKIPS"] === "fail" }),
    ],
    projects: [...projectsWithoutRabbitMQ(files, here), ...projectsOfRabbitMQ(files, here)],
  },
});
