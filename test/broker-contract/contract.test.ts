import { afterAll, beforeAll, beforeEach, describe, inject, it } from "vitest";
import "../support/use-bench.js"; // the type of the project's `broker`
import { subjects } from "./subjects.js";
import { type ContractBench, openBench } from "./support/bench.js";
import { Stage } from "./support/stage.js";

let bench: ContractBench | undefined;
beforeAll(async () => {
  bench = await openBench(inject("broker"));
});
beforeEach(({ skip }) => skip(bench === undefined, "this broker is not on this machine"));
afterAll(() => bench?.dispose());

describe.concurrent.each(Object.entries(subjects))("%s", (_, cases) => {
  it.each(Object.entries(cases))("%s", { timeout: 60_000 }, async (_name, run) => {
    if (bench === undefined) return;
    const stage = new Stage(bench);
    try {
      await run(stage);
    } finally {
      await stage.clear();
    }
  });
});
