import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";
import { tempFolder } from "../support/temp-folder.js";

/** Runs a function of `action/annotate.sh` as the steps do. */
function call(name: string, ...args: string[]): string {
  const script = `set -euo pipefail; . "$0"; ${name} "$@"`;
  const file = join(repository, "action/annotate.sh");
  return execFileSync("bash", ["-c", script, file, ...args], { encoding: "utf8" });
}

test("an annotation is one line, whatever its message", () => {
  expect(call("annotate", "error", "100 % & more\r\n::warning::no")).toBe(
    "::error title=rabbitgen::100 %25 & more%0D%0A::warning::no\n",
  );
});

test.each([
  ["in many lines", "- a line\n".repeat(100_000)],
  ["in one line", "x".repeat(1_000_000)],
])("an excerpt of a long text %s stays short", (_, text) => {
  const { length } = call("excerpt", join(tempFolder({ text }), "text"));
  expect(length).toBeGreaterThan(500);
  expect(length).toBeLessThan(9_000);
});
