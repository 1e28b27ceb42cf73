import { expect, test } from "vitest";
import { badWeather } from "../../bench/soak/bad-network.js";
import { runSoak } from "../../bench/soak/run-soak.js";
import { deployments, hardLife } from "../../bench/soak/steps.js";
import { duplicateCount, isWhole, type Summary, summaryText } from "../../bench/soak/summary.js";
import { compiledTools } from "../support/compiled-tools.js";
import { useBench } from "../support/use-bench.js";

const bench = useBench();
const compiled = compiledTools();

function soak(
  options: Pick<Parameters<typeof runSoak>[0], "weather" | "steps" | "workMs">,
): Promise<Summary> {
  return runSoak({
    broker: bench.broker,
    processes: compiled("bench/soak"),
    events: 20_000,
    inFlight: 500,
    prefetch: 100,
    seed: 1,
    tell: () => {},
    ...options,
  });
}

test("loses none of 20,000 events to resets, deployments, a killed consumer and a restart of the broker", {
  timeout: 240_000,
}, async ({ skip }) => {
  if (bench.lacks("node")) skip("needs node");
  const summary = await soak({ weather: badWeather, steps: hardLife, workMs: 5 });
  expect(isWhole(summary), summaryText(summary)).toBe(true);
  expect(summary.confirmed, summaryText(summary)).toBeGreaterThan(10_000);
});

test("neither loses nor repeats an event when the processes of a service are replaced under load", {
  timeout: 240_000,
}, async () => {
  const summary = await soak({ steps: deployments, workMs: 50 });
  expect(isWhole(summary), summaryText(summary)).toBe(true);
  expect(summary.confirmed, summaryText(summary)).toBe(20_000);
  expect(duplicateCount(summary.duplicates), summaryText(summary)).toBe(0);
});
