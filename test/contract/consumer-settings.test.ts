import { expect, test } from "vitest";
import { load } from "../support/load.js";

/** What is said of a service that consumes one event so: rule, place and message. */
async function said(consumption: object): Promise<readonly string[]> {
  const { findings } = await load({
    "contract.json": { services: { svc: { consumes: { paid: consumption } } } },
    "paid/v1.json": { type: "object" },
  });
  return findings.map(({ severity, rule, pointer, message }) => `${severity} ${rule} ${pointer}: ${message}`);
}

const at = "error settings-invalid /services/svc/consumes/paid";
const cache = { name: "cache", perInstance: true };

test.each<[object, string]>([
  [
    { queue: cache, retry: { strategy: "delay" } },
    `${at}/queue/perInstance: queue "cache" is perInstance, but its retry queues`,
  ],
  [
    { queue: { ...cache, declare: "check" } },
    `${at}/queue/perInstance: queue "cache" is perInstance, but declare is`,
  ],
  [{ queue: { ...cache, name: "c".repeat(220) } }, `${at}/queue/perInstance: queue "ccc`],
  [
    { queue: { ...cache, type: "classic" }, retry: { strategy: "hold" } },
    `${at}/queue/perInstance: retry strategy "hold"`,
  ],
  [
    { queue: { name: "q", type: "classic" }, retry: { strategy: "requeue" } },
    `${at}/retry: retry strategy "requeue" needs a quorum queue`,
  ],
  [
    { queue: { name: "q", declare: "check" }, retry: { strategy: "hold" } },
    `${at}/retry: queue "q" is used as it is, and retry strategy "hold" needs a quorum queue`,
  ],
  [
    { retry: { strategy: "hold", delays: ["1s", "40m"] } },
    `${at}/retry: retry.delays[1]: a message cannot be held for 2400000 ms`,
  ],
])("settings that no consumer can start with are found before: %j", async (consumption, expected) => {
  const found = await said(consumption);
  expect(found).toEqual([expect.stringContaining(expected)]);
  expect(found[0]).toMatch(/\.$/);
});

test.each<[object]>([
  [{ queue: cache }],
  [{ queue: cache, retry: { maxAttempts: 3 } }],
  [{ queue: cache, retry: { strategy: "requeue" } }],
  [{ queue: { ...cache, perInstance: false }, retry: { strategy: "delay" } }],
  [{ retry: { strategy: "hold", delays: ["20m"] } }],
  [
    {
      queue: { name: "q", arguments: { "x-consumer-timeout": 7_200_000 } },
      retry: { strategy: "hold", delays: ["40m"] },
    },
  ],
  [{ prefetch: 5 }],
  [{}],
])("others are not: %j", async (consumption) => expect(await said(consumption)).toEqual([]));
