import { expect, test } from "vitest";
import { type Parent, Reporter } from "../../bench/soak/reporter.js";

test("a process of the soak closes the pipe to its parent once the last reports are in it", async () => {
  const seen: unknown[] = [];
  const parent: Parent = {
    send(report: unknown, ...rest: readonly unknown[]): boolean {
      seen.push(report);
      const done = rest.at(-1) as (error: Error | null) => void;
      setImmediate(done, null);
      return true;
    },
    disconnect: () => void seen.push("disconnected"),
  };
  const reporter = new Reporter(parent);
  reporter.add("confirmed", 1);
  reporter.add("confirmed", 2);
  reporter.tell({ kind: "reconnected" });
  await reporter.end();
  expect(seen).toEqual([{ kind: "reconnected" }, { kind: "confirmed", items: [1, 2] }, "disconnected"]);
});
