import { defineConfig } from "vitest/config";
import { ways } from "./rabbitmq/find-broker.js";
import { lookAround, projectsOfRabbitMQ, testFiles } from "./test/support/projects.js";
import { SkipReporter } from "./test/support/skip-reporter.js";

const files = testFiles();
const here = await lookAround({ container: true });
const projects = projectsOfRabbitMQ(files, here);
if (projects.length === 0)
  throw new Error(
    `No RabbitMQ found. Any one of these helps:${ways.map(({ advice }) => `\n  - ${advice}`).join("")}`,
  );

/** `npm run test:rabbitmq`: what needs a RabbitMQ, on each that is here or can be had in a container. */
export default defineConfig({
  test: {
    maxWorkers: 3,
    reporters: [
      "default",
      // packages: no project of this run has the files that need them
      new SkipReporter({
        files,
        here: { ...here, packages: true },
        isStrict: process.env["RABBITGEN_SKIPS"] === "fail",
      }),
    ],
    projects,
  },
});
