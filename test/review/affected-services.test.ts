import { expect, test } from "vitest";
import { serviceNotes } from "../../src/report/summarize.js";
import { mergeFindings } from "../../src/review/merge-findings.js";
import { type Folder, review } from "./review-folders.js";

/** An event in these versions: svc-order publishes it, svc-billing consumes it, and svc-ledger does both. */
function folder(labels: readonly string[], event = "order_paid"): Folder {
  return {
    ...Object.fromEntries(
      labels.map((label) => [`${event}/${label}.json`, { type: "object", required: ["a"] }]),
    ),
    "contract.json": {
      services: {
        "svc-billing": { consumes: { [event]: {} } },
        "svc-ledger": { consumes: { [event]: {} }, publishes: [event] },
        "svc-order": { publishes: [event] },
      },
    },
  };
}

async function services(old: Folder, now: Folder, rule: string): Promise<readonly string[] | undefined> {
  const found = (await review(old, now)).find((finding) => finding.rule === rule)?.review;
  return found && serviceNotes(found);
}

const all = ["svc-billing (consumes)", "svc-ledger (consumes)", "svc-order (publishes)"];

test("a publisher of a removed version is not listed as a consumer that breaks", async () => {
  expect(await services(folder(["v1", "v2"]), folder(["v2"]), "version-removed")).toEqual(all);
});

test("the services of a renamed event have the part that they had under either name", async () => {
  expect(await services(folder(["v1"]), folder(["v1"], "order_settled"), "event-renamed")).toEqual(all);
});

test("services that all consume the event are listed by name alone", async () => {
  const edited = { ...folder(["v1"]), "order_paid/v1.json": { type: "object", required: ["a", "b"] } };
  expect(await services(folder(["v1"]), edited, "required-added")).toEqual(["svc-billing", "svc-ledger"]);
});

test("a service that publishes one of two merged events and consumes the other is a consumer", () => {
  const common = { rule: "r", severity: "error", file: "f", message: "m", fingerprint: "0" } as const;
  const details = { breaks: [], uses: [] };
  const [merged] = mergeFindings([
    {
      ...common,
      review: { ...details, event: "a", services: ["x", "y"], publishers: ["x", "y"] },
    },
    { ...common, review: { ...details, event: "b", services: ["x", "z"], publishers: ["z"] } },
  ]);
  expect(merged?.review).toMatchObject({ services: ["x", "y", "z"], publishers: ["y", "z"] });
});
