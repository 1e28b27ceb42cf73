import { expect, test } from "vitest";
import { catalogueFor, contractOf } from "./make.js";

const any = { type: "object" };
const files = {
  "contract.json": {
    services: {
      shop: { publishes: { paid: ["v2"] } },
      billing: { consumes: { paid: { versions: ["v1", "v2"], queue: { name: "billing.paid" } } } },
    },
  },
  "paid/v1.json": any,
  "paid/v2.json": any,
  "paid/v3.json": any,
  "sent/event.json": { versions: { v2: { deprecated: true, sunset: "2027-01-31" } } },
  "sent/v1.json": any,
  "sent/v2.json": any,
};

test("the current version is the newest that is published and not deprecated", async () => {
  const { events } = await catalogueFor(await contractOf(files));
  const statuses = events.map(({ name, versions }) => [
    name,
    ...versions.map(({ label, status }) => `${label} ${status.kind} ${status.publication ?? "-"}`),
  ]);
  expect(statuses).toEqual([
    ["paid", "v3 upcoming not-yet", "v2 current -", "v1 supported no-longer"],
    ["sent", "v2 deprecated -", "v1 current -"],
  ]);
});

test("code of a consumer handles the versions that it reads, and declines the others", async () => {
  const { events } = await catalogueFor(await contractOf(files));
  const code = events[0]?.consume ?? "";
  expect(code).toContain('service: "billing" });');
  expect(code.match(/^ {4}v\d: .*/gm)).toEqual([
    "    v1: async (event, message) => {",
    "    v2: async (event, message) => {",
    '    v3: "dead-letter", // not read by this service',
  ]);
});
