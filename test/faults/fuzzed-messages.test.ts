import { expect, test } from "vitest";
import { faultsOf, fuzzedText } from "../../bench/fuzz/fuzzed.js";
import { runFuzz } from "../../bench/fuzz/run-fuzz.js";
import { useBench } from "../support/use-bench.js";

const bench = useBench();

test.each([
  { prefetch: 1, messages: 500, seed: 2 },
  { prefetch: 10, messages: 1_500, seed: 3 },
])(
  "accounts for $messages mutated messages, and loses no connection, prefetch $prefetch",
  { timeout: 240_000 },
  async (options) => {
    const fuzzed = await runFuzz({ url: bench.broker.url, ...options, tell: () => {} });
    expect(faultsOf(fuzzed, { longestStandstillMs: 20_000 }), fuzzedText(fuzzed)).toEqual([]);
    expect([...fuzzed.reasons.keys()]).toContain("unreadable-headers");
    expect(fuzzed.handled).toBeGreaterThan(options.messages / 5);
  },
);
