import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import type * as WorkPool from "../../src/threads/work-pool.js";
import { repository } from "../support/repository.js";
import { tempFolder } from "../support/temp-folder.js";

const built = (name: string): string => pathToFileURL(join(repository, "dist/src/threads", name)).href;

test("results come in the order of the tasks, although a thread has several batches and some take longer", async () => {
  const folder = tempFolder({
    "package.json": { type: "module" },
    // the first of each three takes longest
    "work.js": `export const work = async (batch) => {
  await new Promise((resolve) => setTimeout(resolve, 10 * (2 - (batch[0] % 3))));
  return batch.map((task) => task * 10);
};
`,
    "thread.js": `import { answerBatches } from ${JSON.stringify(built("answer-batches.js"))};
import { work } from "./work.js";
answerBatches(work);
`,
  });
  const { doAll } = (await import(built("work-pool.js"))) as typeof WorkPool;
  const load = async (name: string): Promise<(batch: readonly number[]) => Promise<readonly number[]>> =>
    ((await import(pathToFileURL(join(folder, name)).href)) as { work: () => Promise<readonly number[]> })
      .work;
  const tasks = Array.from({ length: 60 }, (_, index) => index);
  const counted: number[] = [];
  const results = await doAll(
    tasks,
    {
      thread: pathToFileURL(join(folder, "thread.js")),
      load: () => load("work.js"),
      weightOf: () => 100,
      batchSize: 1,
    },
    (done) => counted.push(done),
  );
  expect(results).toEqual(tasks.map((task) => task * 10));
  expect(counted).toEqual(tasks.map((task) => task + 1));
});

test("a thread has ever less in hand towards the end, so that the others need not wait for it", async () => {
  const folder = tempFolder({
    "package.json": { type: "module" },
    "thread.js": `import { answerBatches } from ${JSON.stringify(built("answer-batches.js"))};
answerBatches(async (batch) => batch.map((task) => ({ end: batch[batch.length - 1] + 1, size: batch.length })));
`,
  });
  const { doAll } = (await import(built("work-pool.js"))) as typeof WorkPool;
  let leave: () => void = () => {};
  const allOthersAreDone = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const results = await doAll(
    Array.from({ length: 200 }, (_, index) => index),
    {
      thread: pathToFileURL(join(folder, "thread.js")),
      // so slow that the thread does all but the first
      load: async () => async (batch) => {
        await allOthersAreDone;
        return batch.map(() => undefined);
      },
      // work for one further thread, however many processors there are
      weightOf: () => 0.3,
      batchSize: 10,
    },
    (done) => {
      if (done === 199) leave();
    },
  );
  const batches = results.filter((each) => each !== undefined) as { end: number; size: number }[];
  expect(batches.filter(({ end, size }) => size > Math.ceil(end / 6))).toEqual([]);
  expect(batches.map(({ size }) => size)).toEqual(expect.arrayContaining([10, 3, 1]));
});
