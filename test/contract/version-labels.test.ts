import { describe, expect, test } from "vitest";
import { compareLabels, nextLabel, nextLabels, styleOf } from "../../src/contract/version-label.js";
import { load, loadGood, places } from "../support/load.js";

const open = { type: "object" };

describe("the style of a version label", () => {
  test.each([
    ["v1", "v1"],
    ["v12", "v1"],
    ["1", "1"],
    ["20", "1"],
    ["1.0.0", "1.0.0"],
    ["0.3.12", "1.0.0"],
    ["1-0-0", "1-0-0"],
  ])("%s is like %s", (label, style) => {
    expect(styleOf(label)).toBe(style);
  });
  test.each([
    "v0",
    "0",
    "v01",
    "01",
    "1.0",
    "0.0.0",
    "0-0-0",
    "01.0.0",
    "1.0.0.0",
    "1.0-0",
    "V1",
    "1.0.0-rc.1",
    "v1.0.0",
    "",
    "1e3",
    "v1 ",
    "v1234567890",
  ])("%j has none", (label) => {
    expect(styleOf(label)).toBeUndefined();
  });
});

describe("labels are ordered and counted by their numbers", () => {
  test("orders 1.10.0 behind 1.9.0", () => {
    const labels = ["1.10.0", "2.0.0", "1.9.0", "1.9.12", "0.1.0"];
    expect(labels.sort(compareLabels)).toEqual(["0.1.0", "1.9.0", "1.9.12", "1.10.0", "2.0.0"]);
    expect(["v10", "v9", "v1"].sort(compareLabels)).toEqual(["v1", "v9", "v10"]);
  });
  test.each([
    ["v9", undefined, "v10"],
    ["2", undefined, "3"],
    ["1.2.3", undefined, "2.0.0"],
    ["1.2.3", "minor", "1.3.0"],
    ["1.2.3", "patch", "1.2.4"],
    ["1-2-3", "minor", "1-3-0"],
  ] as const)("after %s (%s) comes %s", (label, bump, next) => {
    expect(nextLabel(label, bump)).toBe(next);
  });
  test("has three next versions for three numbers", () => {
    expect(nextLabels("1.2.3")).toEqual(["2.0.0", "1.3.0", "1.2.4"]);
    expect(nextLabels("v3")).toEqual(["v4"]);
  });
});

describe("a contract keeps the labels that it says", () => {
  test.each([
    ["1", "2", "10"],
    ["1.0.0", "1.2.0", "1.10.0"],
    ["1-0-0", "1-2-0", "2-0-0"],
  ])("such as %s", async (style, one, other) => {
    const contract = await loadGood({
      "contract.json": {
        versionLabels: style,
        services: { a: { consumes: { ev: { versions: [one, other] } } } },
      },
      "ev/event.json": { versions: { [one]: { deprecated: true, replacedBy: other } } },
      [`ev/${other}.json`]: open,
      [`ev/${one}.yaml`]: "type: object\n",
      [`ev/examples/${one}/valid/a.json`]: {},
    });
    expect(contract.versionLabels).toBe(style);
    expect(contract.events[0]?.versions).toMatchObject([
      { label: one, deprecated: true, replacedBy: other, examples: [{ valid: true }] },
      { label: other, deprecated: false },
    ]);
  });
  test("from contract.yaml, too", async () => {
    const contract = await loadGood({ "contract.yaml": "versionLabels: '1'\n", "ev/2.json": open });
    expect(contract.events[0]?.versions[0]?.label).toBe("2");
  });
  test.each([
    [{}, "ev/1.0.0.json", '"versionLabels": "1.0.0"'],
    [{}, "ev/1-0-0.json", '"versionLabels": "1-0-0"'],
    [{}, "ev/2.yaml", '"versionLabels": "1"'],
    [{ versionLabels: "1.0.0" }, "ev/v1.json", '"versionLabels": "v1"'],
    [{ versionLabels: "1" }, "ev/1-0-0.json", '"versionLabels": "1-0-0"'],
    [{ versionLabels: "1.0.0" }, "ev/1.0.json", "Rename it to 1.0.0.json"],
    [{ versionLabels: "1-0-0" }, "ev/V3.json", "Rename it to 3-0-0.json"],
  ])("with %j the file %s is refused with advice", async (settings, path, advice) => {
    const { findings } = await load({ "contract.json": settings, [path]: open });
    expect(places(findings)).toEqual([`${path} error version-name`]);
    expect(findings[0]?.help).toContain(advice);
  });
  test("refuses two kinds of labels in one event", async () => {
    const { findings } = await load({ "ev/v1.json": open, "ev/1.0.0.json": open });
    expect(places(findings)).toEqual(["ev/1.0.0.json error version-name"]);
  });
  test("reports a style that does not exist, and nothing about the versions", async () => {
    const { findings } = await load({ "contract.json": { versionLabels: "2" }, "ev/1.0.0.json": open });
    expect(places(findings)).toEqual(["contract.json:2:20 error settings-invalid"]);
  });
  test("refuses versions that event.json and contract.json misspell", async () => {
    const { findings } = await load({
      "contract.json": {
        versionLabels: "1.0.0",
        services: { a: { consumes: { ev: { versions: ["v1"] } } } },
      },
      "ev/event.json": { versions: { "1.0": { deprecated: true } } },
      "ev/1.0.0.json": open,
    });
    expect(findings.map(({ rule }) => rule)).toEqual(["version-unknown", "version-unknown"]);
    for (const { help } of findings)
      expect(help).toMatch(/If the version was removed, remove (?:this setting|it from this list) too/);
  });
});

describe("names that look like versions are reported with what to do", () => {
  test.each([
    ["1.0.0-beta.json", "1.0.0.json"],
    ["1.0.0-rc.1.yaml", "1.0.0.yaml"],
    ["1.0.0+b.json", "1.0.0.json"],
    ["v2-draft.json", "1.0.0.json"],
    ["2.0.0-alpha.2+build.5.json", "2.0.0.json"],
  ])("a pre-release, %s", async (file, final) => {
    const { findings } = await load({
      "contract.json": { versionLabels: "1.0.0" },
      "e/0.1.0.json": open,
      [`e/${file}`]: file.endsWith("yaml") ? "type: object\n" : open,
    });
    expect(findings.map(({ rule }) => rule)).toEqual(["version-name"]);
    expect(findings[0]?.message).toContain("pre-release");
    expect(findings[0]?.help).toContain(`rename the file to ${final} `);
  });
  test("but definitions beside versions are not", async () => {
    await loadGood({ "e/v1.json": { $ref: "v1-common.json" }, "e/v1-common.json": open });
  });
  test.each(["v5", "5", "1.0.0", "e/v2"])("a file without an extension, %s", async (file) => {
    const { findings } = await load({ "e/v1.json": open, [`e/${file}`]: "{}" });
    expect(findings.map(({ rule }) => rule)).toEqual(["file-extension"]);
    expect(findings[0]?.message).toContain("has no extension");
  });
  test("an unused file should have a label of the contract's form", async () => {
    const files = { "contract.json": { versionLabels: "1.0.0" }, "e/1.0.0.json": open, "e/x.json": open };
    const { findings } = await load(files);
    expect(findings[0]?.help).toContain("Call it 1.0.0.json, 2.0.0.json");
  });
});
