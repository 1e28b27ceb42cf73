import { defineConfig } from "vitest/config";
import { ways } from "./rabbitmq/find-broker.js";
import { lookAround, projectsOfRabbitMQ, testFiles } from "./test/support/projects.js";

const projects = projectsOfRabbitMQ(testFiles(), await lookAround({ container: true }));
if (projects.length === 0)
  throw new Error(
    `No RabbitMQ found. Any one of these helps:${ways.map(({ advice }) => `\n  - ${advice}`).join("")}`,
  );

/** `npm run test:rabbitmq`: what needs a RabbitMQ, on each that is here or can be had in a container. */
export default defineConfig({ test: { maxWorkers: 3, projects } });
