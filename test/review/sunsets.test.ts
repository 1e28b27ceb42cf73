import { describe, expect, test } from "vitest";
import { review } from "./review-folders.js";

const sunset = "2026-11-24";
const order = { "order_paid/event.json": { versions: { v1: { deprecated: true, sunset } } } };
const other = { "other/v1.json": {} };

/** What review says on a day of a removed version, and of a removed event. */
async function severitiesOn(today: string): Promise<readonly (readonly [string, string])[]> {
  const versions = { "order_paid/v1.json": {}, "order_paid/v2.json": {} };
  const version = await review({ ...order, ...versions }, { "order_paid/v2.json": {} }, { today });
  const event = await review({ ...order, ...other, "order_paid/v1.json": {} }, other, { today });
  return [...version, ...event].map(({ rule, severity }) => [rule, severity]);
}

describe("what is past its sunset may go", () => {
  test.each([
    ["2026-11-23", "the day before", "error"],
    ["2026-11-24", "the day itself, to whose end it may be used", "error"],
    ["2026-11-25", "the day after", "info"],
  ])("%s: %s", async (today, _, severity) => {
    expect(await severitiesOn(today)).toEqual([
      ["version-removed", severity],
      ["event-removed", severity],
    ]);
  });
});
