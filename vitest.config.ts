import { defineConfig } from "vitest/config";

const timeouts = { testTimeout: 60_000, hookTimeout: 120_000 };

/** What meets a broker runs against the one that is found, and against RabbitMQ 4.0 where its tool is. */
const withBroker = [
  "test/runtime/**/*.test.ts",
  "test/faults/**/*.test.ts",
  "test/broker-contract/**/*.test.ts",
  "test/operate/**/*.test.ts",
];

export default defineConfig({
  test: {
    maxWorkers: 3, // on two cores: the tests of faults mostly wait
    projects: [
      { test: { name: "pure", include: ["test/**/*.test.ts"], exclude: withBroker, ...timeouts } },
      { test: { name: "found broker", include: withBroker, provide: { broker: "found" }, ...timeouts } },
      { test: { name: "RabbitMQ 4.0", include: withBroker, provide: { broker: "rabbitmq4" }, ...timeouts } },
      {
        test: {
          name: "embedded broker",
          include: ["test/broker-contract/**/*.test.ts"],
          provide: { broker: "embedded" },
          ...timeouts,
        },
      },
    ],
  },
});
