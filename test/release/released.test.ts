import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { RUNTIME_VERSION } from "../../runtime/contract/contract.js";
import { released, type VersionedFiles, versionedFiles } from "../../tools/release/released.js";
import { repository } from "../support/repository.js";

const files = Object.fromEntries(
  versionedFiles.map((path) => [path, readFileSync(join(repository, path), "utf8")]),
) as VersionedFiles;

interface Manifest {
  readonly version: string;
  readonly packages?: Readonly<Record<string, { readonly version?: string }>>;
}

/** Every version of the two packages. */
function versionsIn(all: VersionedFiles): (string | undefined)[] {
  const lock = JSON.parse(all["package-lock.json"]) as Manifest;
  return [
    (JSON.parse(all["package.json"]) as Manifest).version,
    (JSON.parse(all["packages/runtime/package.json"]) as Manifest).version,
    lock.version,
    lock.packages?.[""]?.version,
    lock.packages?.["packages/runtime"]?.version,
    /RUNTIME_VERSION = "(.*)"/.exec(all["runtime/contract/contract.ts"])?.[1],
  ];
}

const changelog = "# Changelog\n\n## Unreleased\n\n- A change.\n\n## 0.0.1 (2025-01-01)\n\n- Another one.\n";

test("both packages, the lockfile and the runtime have one version", () => {
  expect(new Set(versionsIn(files))).toEqual(new Set([RUNTIME_VERSION]));
});

test("a release changes all of them and nothing else, and dates the changelog", () => {
  const result = released({ ...files, "CHANGELOG.md": changelog }, "7.8.9", "2026-12-01");
  expect(new Set(versionsIn(result))).toEqual(new Set(["7.8.9"]));
  for (const path of versionedFiles.filter((each) => each !== "CHANGELOG.md")) {
    const [before, after] = [files[path].split("\n"), result[path].split("\n")];
    const changed = after.filter((line, index) => line !== before[index]);
    expect(changed.length, path).toBe(path === "package-lock.json" ? 3 : 1);
  }
  expect(result["CHANGELOG.md"]).toBe(
    changelog.replace("## Unreleased\n", "## Unreleased\n\n## 7.8.9 (2026-12-01)\n"),
  );
});

test("a release without a change in the changelog is refused, and so is what is not a version", () => {
  const empty = { ...files, "CHANGELOG.md": "# Changelog\n\n## Unreleased\n\n## 0.0.1\n\n- A change.\n" };
  expect(() => released(empty, "7.8.9", "2026-12-01")).toThrow("lists nothing");
  expect(() => released({ ...files, "CHANGELOG.md": changelog }, "v7", "2026-12-01")).toThrow(
    "not a version",
  );
});
