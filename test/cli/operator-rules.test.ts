import { expect, test } from "vitest";
import { retryQueue } from "../../runtime/topology/queue-topology.js";
import { loadContract } from "../../src/contract/load-contract.js";
import { consumedQueues } from "../../src/operate/consumed-queues.js";
import { eventFamilies } from "../../src/operate/event-families.js";
import { expectedQueues, formerQueues, relationOf, servedQueue } from "../../src/operate/expected-queues.js";
import { age, readMoment } from "../../src/operate/selection.js";
import { table } from "../../src/report/table.js";

const now = Date.UTC(2026, 10, 24, 12);

test.each([
  ["30s", now - 30_000],
  ["2h", now - 7_200_000],
  ["7d", now - 7 * 86_400_000],
  ["1w", now - 7 * 86_400_000],
  ["2026-11-24", Date.UTC(2026, 10, 24)],
  ["2026-11-24T10:30:00Z", Date.UTC(2026, 10, 24, 10, 30)],
  ["2026-11-24T10:30:00+01:00", Date.UTC(2026, 10, 24, 9, 30)],
  ["2026-02-30", undefined],
  ["2026-13-01", undefined],
  ["5", undefined],
  ["-1h", undefined],
  ["1.5h", undefined],
  ["yesterday", undefined],
  ["", undefined],
])("--since %j is a moment or none", (text, moment) => {
  expect(readMoment(text, now)).toBe(moment);
});

test("says an age in the largest unit that fits", () => {
  const ages = [-5, 0, 59_999, 60_000, 3_599_999, 3_600_000, 86_400_000, 40 * 86_400_000].map(age);
  expect(ages).toEqual(["0 s", "0 s", "59 s", "1 min", "59 min", "1 h", "1 d", "40 d"]);
});

test("puts numbers right and texts left, and lets no cell act on the terminal or break its line", () => {
  const text = table(
    ["NAME", "COUNT"],
    [
      ["a\n\u001b[2Jb", 5],
      ["c", 1_000],
      ["d", null],
    ],
  );
  expect(text).toBe("NAME           COUNT\na\\n\\u001b[2Jb      5\nc               1000\nd\n");
});

async function consumedBy(consumption: object) {
  const files = new Map([
    ["contract.json", JSON.stringify({ services: { s: { consumes: { ev: consumption } } } })],
    ["ev/v1.json", "{}"],
  ]);
  const { contract, findings } = await loadContract(files);
  if (contract === undefined) throw new Error(JSON.stringify(findings));
  return consumedQueues(contract, eventFamilies(contract));
}

test("expects the queues that the SDK declares, and takes no retry queue that a handler can ask for as an orphan", async () => {
  const { queues } = await consumedBy({ queue: { name: "q" }, retry: { delays: ["1s", "1s", "3s"] } });
  const [consumed] = queues;
  if (consumed === undefined) throw new Error("no queue");
  const needs = Object.fromEntries(expectedQueues(consumed).map(({ name, need }) => [name, need]));
  expect(needs).toMatchObject({
    q: "required",
    "q.dead": "required",
    "q.retry.1000": "on-demand",
    "q.retry.3000": "on-demand",
    "q.retry.86400000": "possible",
  });
  const former = formerQueues(consumed).map(({ name }) => name);
  expect(former).toContain("q.retry.4000");
  expect(former).not.toContain("q.retry.3000");
  expect(former).not.toContain("q.retry.60000");
  expect(relationOf("q.retry.1234", consumed)).toMatchObject({ need: "orphan" });
  expect(relationOf("q.retry.01234", consumed)).toBeUndefined();
  expect(relationOf("q2", consumed)).toBeUndefined();
});

test.each([
  ["hold", { queue: { name: "q" }, retry: { strategy: "hold" } }],
  ["none", { queue: { name: "q" }, retry: { strategy: "none" } }],
  ["a single attempt", { queue: { name: "q" }, retry: { maxAttempts: 1 } }],
  ["a queue for each instance", { queue: { name: "q", perInstance: true } }],
])("has no use for retry queues with %s", async (_, consumption) => {
  const { queues } = await consumedBy(consumption);
  const [consumed] = queues;
  if (consumed === undefined) throw new Error("no queue");
  expect(expectedQueues(consumed).filter(({ role }) => role === "retry")).toEqual([]);
  expect(relationOf("q.retry.1000", consumed)).toMatchObject({ need: "orphan" });
  expect(formerQueues(consumed).map(({ name }) => name)).toContain("q.retry.1000");
});

test("recognizes an instance's queue, and events whose queue only code names", async () => {
  const { queues } = await consumedBy({ queue: { name: "q", perInstance: true } });
  const [consumed] = queues;
  if (consumed === undefined) throw new Error("no queue");
  expect(expectedQueues(consumed).map(({ name }) => name)).toEqual(["q.dead"]);
  expect(relationOf("q.instance.0", consumed)).toMatchObject({ role: "work" });
  expect((await consumedBy({})).unnamed).toEqual([{ service: "s", event: "ev" }]);
});

test("takes a queue for one of the SDK only with the arguments that the SDK gives it", () => {
  const { name, arguments: own } = retryQueue("q", 500);
  expect(servedQueue(name, own)).toBe("q");
  expect(servedQueue(name, { ...own, "x-message-ttl": 600 })).toBeUndefined();
  expect(servedQueue("q.retry.x", own)).toBeUndefined();
  expect(servedQueue("q.dead", {})).toBeUndefined();
});
