import { defineConfig } from "vitest/config";
import { tags } from "./test/support/projects.js";

/** `npm run test:samples`: 100 samples of every schema; `npm test` takes a share of them. */
export default defineConfig({
  test: {
    name: "samples",
    include: ["test/samples/*.test.ts"],
    tags: [...tags],
    provide: { samples: "all" },
    testTimeout: 3_600_000,
    disableConsoleIntercept: true,
  },
});
