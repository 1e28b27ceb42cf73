import { describe, expect, test } from "vitest";
import { lintBy } from "../lint/lint-files.js";
import { type Folder, review } from "./review-folders.js";

/** An event in these versions, what svc-order publishes of it, and what svc-billing reads of it. */
function folder(
  versions: readonly string[],
  publishes: Readonly<Record<string, readonly string[]>> | readonly string[] | undefined,
  read: readonly string[] | undefined,
  more: Folder = {},
): Folder {
  const schemas = versions.map((label) => [`order_paid/${label}.json`, { type: "object" }]);
  const services = {
    "svc-order": publishes === undefined ? {} : { publishes },
    "svc-billing": read === undefined ? {} : { consumes: { order_paid: { versions: read } } },
  };
  return { ...Object.fromEntries(schemas), "contract.json": { services }, ...more };
}

const unlisted = ["order_paid"];
const sends = (...versions: string[]) => ({ order_paid: versions });
const deprecated = { "order_paid/event.json": { versions: { v1: { deprecated: true } } } };

/** A change after which svc-billing receives a version that it does not read, and the one finding that says so. */
const unread: Readonly<Record<string, readonly [old: Folder, now: Folder, finding: string]>> = {
  "a version is added, and its publisher lists none": [
    folder(["v1"], unlisted, ["v1"]),
    folder(["v1", "v2"], unlisted, ["v1"]),
    "version-added error unknown",
  ],
  "a version is added, and no publisher is named": [
    folder(["v1"], undefined, ["v1"]),
    folder(["v1", "v2"], undefined, ["v1"]),
    "version-added warning unknown",
  ],
  "a version is added to an event whose consumer listed none and now lists the old one": [
    folder(["v1"], unlisted, ["v1"], { "contract.json": servicesReadingAll() }),
    folder(["v1", "v2"], unlisted, ["v1"]),
    "version-added error unknown",
  ],
  "a version is added and listed": [
    folder(["v1"], sends("v1"), ["v1"]),
    folder(["v1", "v2"], sends("v1", "v2"), ["v1"]),
    "published-versions-changed error refuted",
  ],
  "a version is listed": [
    folder(["v1", "v2"], sends("v1"), ["v1"]),
    folder(["v1", "v2"], sends("v1", "v2"), ["v1"]),
    "published-versions-changed error refuted",
  ],
  "a list of versions is given up": [
    folder(["v1", "v2"], sends("v1"), ["v1"]),
    folder(["v1", "v2"], unlisted, ["v1"]),
    "published-versions-changed error unknown",
  ],
  "a publisher that listed none lists all": [
    folder(["v1", "v2"], unlisted, ["v1"]),
    folder(["v1", "v2"], sends("v1", "v2"), ["v1"]),
    "published-versions-changed error refuted",
  ],
  "a version gains its publisher": [
    folder(["v1", "v2"], undefined, ["v1"]),
    folder(["v1", "v2"], sends("v1", "v2"), ["v1"]),
    "published-versions-changed error refuted",
  ],
  "an event gains its publisher, which lists none": [
    folder(["v1", "v2"], undefined, ["v1"]),
    folder(["v1", "v2"], unlisted, ["v1"]),
    "published-versions-changed error unknown",
  ],
  "a version is listed as its consumer drops it": [
    folder(["v1", "v2"], sends("v1"), ["v1", "v2"]),
    folder(["v1", "v2"], sends("v1", "v2"), ["v1"]),
    "published-versions-changed error refuted",
  ],
  "a publisher is named as a consumer drops a version": [
    folder(["v1", "v2"], undefined, ["v1", "v2"]),
    folder(["v1", "v2"], sends("v1", "v2"), ["v1"]),
    "published-versions-changed error refuted",
  ],
  "a consumer drops a version that is listed": [
    folder(["v1", "v2"], sends("v1", "v2"), ["v1", "v2"]),
    folder(["v1", "v2"], sends("v1", "v2"), ["v2"]),
    "consumed-versions-changed error refuted",
  ],
  "a consumer drops a version, and the publisher lists none": [
    folder(["v1", "v2"], unlisted, ["v1", "v2"]),
    folder(["v1", "v2"], unlisted, ["v2"]),
    "consumed-versions-changed error unknown",
  ],
  "a consumer drops a version, and no publisher is named": [
    folder(["v1", "v2"], undefined, ["v1", "v2"]),
    folder(["v1", "v2"], undefined, ["v2"]),
    "consumed-versions-changed warning unknown",
  ],
  "a new consumer reads fewer versions than are listed": [
    folder(["v1", "v2"], sends("v1", "v2"), undefined),
    folder(["v1", "v2"], sends("v1", "v2"), ["v1"]),
    "consumption-added error refuted",
  ],
  "a new consumer reads fewer versions than may be sent": [
    folder(["v1", "v2"], unlisted, undefined),
    folder(["v1", "v2"], unlisted, ["v1"]),
    "consumption-added error unknown",
  ],
  "a new consumer does not read what is listed in the same change": [
    folder(["v1", "v2"], sends("v1"), undefined),
    folder(["v1", "v2"], sends("v1", "v2"), ["v1"]),
    "published-versions-changed error refuted",
  ],
  "a new consumer does not read a version that is added": [
    folder(["v1"], unlisted, undefined),
    folder(["v1", "v2"], unlisted, ["v1"]),
    "version-added error unknown",
  ],
  "a new event has a consumer that reads fewer versions than are listed": [
    { "other/v1.json": {}, "contract.json": { services: { "svc-order": { publishes: ["other"] } } } },
    folder(["v1", "v2"], sends("v1", "v2"), ["v1"], { "other/v1.json": {} }),
    "consumption-added error refuted",
  ],
};

/** A change after which every message of what is sent is read. */
const harmless: Readonly<Record<string, readonly [old: Folder, now: Folder]>> = {
  "a version is added and held back": [
    folder(["v1"], sends("v1"), ["v1"]),
    folder(["v1", "v2"], sends("v1"), ["v1"]),
  ],
  "a version is added and held back by the same change": [
    folder(["v1"], unlisted, ["v1"]),
    folder(["v1", "v2"], sends("v1"), ["v1"]),
  ],
  "a version is added with its consumer": [
    folder(["v1"], unlisted, ["v1"]),
    folder(["v1", "v2"], unlisted, ["v1", "v2"]),
  ],
  "a new consumer reads what is listed": [
    folder(["v1", "v2"], sends("v1"), undefined),
    folder(["v1", "v2"], sends("v1"), ["v1"]),
  ],
  "a new consumer does not read what is deprecated": [
    folder(["v1", "v2"], unlisted, undefined, deprecated),
    folder(["v1", "v2"], unlisted, ["v2"], deprecated),
  ],
  "an event gains its publisher, and what its consumer does not read is deprecated": [
    folder(["v1", "v2"], undefined, ["v2"], deprecated),
    folder(["v1", "v2"], unlisted, ["v2"], deprecated),
  ],
  "a version is added as deprecated": [
    folder(["v1"], unlisted, ["v1"]),
    folder(["v1", "v2"], unlisted, ["v1"], {
      "order_paid/event.json": { versions: { v2: { deprecated: true } } },
    }),
  ],
  "a consumer drops a version that was never sent": [
    folder(["v1", "v2"], sends("v1"), ["v1", "v2"]),
    folder(["v1", "v2"], sends("v1"), ["v1"]),
  ],
};

describe("a version that is sent and not read has one finding, with the side that breaks", () => {
  test.each(Object.entries(unread))("%s", async (_, [old, now, finding]) => {
    const open = (await review(old, now)).filter(({ severity }) => severity !== "info");
    const shown = open.map(({ rule, severity, review: more }) =>
      [rule, severity, ...(more?.breaks ?? []).map(({ verdict }) => verdict)].join(" "),
    );
    expect(shown).toEqual([finding]);
    expect(open[0]?.review?.services).toEqual(["svc-billing"]);
    expect(open[0]?.help).toBeTruthy();
    expect(await missing(now)).toHaveLength(1);
  });
});

describe("a version that is not sent, or read, has no finding that fails", () => {
  test.each(Object.entries(harmless))("%s", async (_, [old, now]) => {
    const findings = await review(old, now);
    expect(findings.filter(({ severity }) => severity !== "info")).toEqual([]);
    expect(await missing(now)).toEqual([]);
  });
});

test("a publisher that leaves the contract publishes nothing new", async () => {
  const findings = await review(
    folder(["v1", "v2"], sends("v1"), ["v1"]),
    folder(["v1", "v2"], undefined, ["v1"]),
  );
  expect(findings).toEqual([]);
});

test("a version that was listed and not read before is not reported as new once the list is removed", async () => {
  const findings = await review(
    folder(["v1", "v2"], sends("v1", "v2"), ["v1"]),
    folder(["v1", "v2"], unlisted, ["v1"]),
  );
  expect(findings).toEqual([]);
});

test("a consumer of an event that was renamed is not a new one", async () => {
  const renamed = (name: string): Folder => ({
    [`${name}/v1.json`]: { required: ["a"] },
    [`${name}/v2.json`]: { required: ["b"] },
    "contract.json": {
      services: {
        "svc-order": { publishes: [name] },
        "svc-billing": { consumes: { [name]: { versions: ["v1"] } } },
      },
    },
  });
  const findings = await review(renamed("order_paid"), renamed("order_settled"));
  expect(findings.map(({ rule }) => rule)).toEqual(["event-renamed"]);
});

test("a first description of services does not count as a change of them", async () => {
  const { "contract.json": _, ...bare } = folder(["v1", "v2"], unlisted, ["v2"]);
  for (const base of [bare, {}]) {
    const findings = await review(base, folder(["v1", "v2"], unlisted, ["v2"]));
    expect(findings.filter(({ severity }) => severity !== "info")).toEqual([]);
  }
});

test("a consumer drops what is deprecated and perhaps no longer sent: a warning", async () => {
  const findings = await review(
    folder(["v1", "v2"], unlisted, ["v1", "v2"], deprecated),
    folder(["v1", "v2"], unlisted, ["v2"], deprecated),
  );
  expect(findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
    "consumed-versions-changed warning",
  ]);
});

test("a consumer drops what was published until now: a warning about its queue", async () => {
  const findings = await review(
    folder(["v1", "v2"], sends("v1", "v2"), ["v1", "v2"]),
    folder(["v1", "v2"], sends("v2"), ["v2"]),
  );
  const warnings = findings.filter(({ severity }) => severity !== "info");
  expect(warnings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
    "consumed-versions-changed warning",
  ]);
  expect(warnings[0]?.review?.breaks[0]?.reason).toContain("queues may still contain messages of v1");
});

test("what to write for a version to be held back is a contract in which it is", async () => {
  const [finding] = await review(folder(["v1"], unlisted, ["v1"]), folder(["v1", "v2"], unlisted, ["v1"]));
  const [, written = ""] = /as (\{.*\})\.$/.exec(finding?.help ?? "") ?? [];
  const now = folder(["v1", "v2"], JSON.parse(written), ["v1"]);
  expect((await review(folder(["v1"], unlisted, ["v1"]), now)).map(({ message }) => message)).toEqual([
    "v2 of order_paid was added; no service publishes it yet.",
  ]);
});

test("an approval for one consumer does not approve the next one", async () => {
  const two = (folderOf: Folder): Folder => {
    const { services } = folderOf["contract.json"] as { services: object };
    const shipping = { consumes: { order_paid: { versions: ["v1"] } } };
    return { ...folderOf, "contract.json": { services: { ...services, "svc-shipping": shipping } } };
  };
  for (const [old, now] of [
    [folder(["v1"], unlisted, ["v1"]), folder(["v1", "v2"], unlisted, ["v1"])],
    [folder(["v1", "v2"], sends("v1"), ["v1"]), folder(["v1", "v2"], sends("v1", "v2"), ["v1"])],
  ] as const) {
    const [one] = await review(old, now);
    const [both] = await review(two(old), two(now));
    expect(both?.review?.services).toEqual(["svc-billing", "svc-shipping"]);
    expect(both?.review?.breaks).toHaveLength(1);
    expect(both?.fingerprint).not.toBe(one?.fingerprint);
  }
});

/** What lint says of versions that a service does not read. */
function missing(now: Folder): Promise<readonly unknown[]> {
  return lintBy("consumer-missing-version", now);
}

function servicesReadingAll(): unknown {
  return {
    services: {
      "svc-order": { publishes: unlisted },
      "svc-billing": { consumes: { order_paid: {} } },
    },
  };
}
