import { afterAll, beforeAll, beforeEach, describe, inject, test } from "vitest";
import "../support/use-bench.js"; // the type of the project's `broker`
import { subjects } from "./subjects.js";
import { type ContractBench, NotOurBroker, openBench } from "./support/bench.js";
import { Stage } from "./support/stage.js";

let bench: ContractBench | undefined;
beforeAll(async () => {
  bench = await openBench(inject("broker"));
});
beforeEach(({ skip }) => skip(bench === undefined, "not here: RabbitMQ 4.0"));
afterAll(() => bench?.dispose());

describe.concurrent.each(Object.entries(subjects))("%s", (_, cases) => {
  test.for(Object.entries(cases))("%s", { timeout: 60_000 }, async ([, run], { skip }) => {
    if (bench === undefined) return;
    const stage = new Stage(bench);
    try {
      await run(stage);
    } catch (error) {
      skip(error instanceof NotOurBroker, "needs rabbitmqctl");
      throw error;
    } finally {
      await stage.clear();
    }
  });
});
