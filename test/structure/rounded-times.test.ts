import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";

/** What rounds a number, and names of constants. */
const rounded = /^(?:(?:grouped\()?Math\.(?:round|floor|ceil)\(|[A-Z][A-Z_]*$)/;

/** Times in the text of a source file that print what a clock or a division gave, with all its decimals. */
function rawTimes(text: string): string[] {
  const times = [...text.matchAll(/\$\{((?:[^{}]|\{[^{}]*\})*)\} ?ms\b/g)];
  return times.filter(([, value = ""]) => !rounded.test(value)).map(([time]) => time);
}

test("messages round their milliseconds", () => {
  const found = ["runtime", "src"].flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .flatMap((name) => rawTimes(readFileSync(join(repository, folder, name), "utf8"))),
  );
  expect(found).toEqual([]);
});

test.each([
  ["`in ${event.delayMs} ms`", 1],
  ["`in ${waits({ at })} ms, or ${own}ms`", 2],
  ["`${Math.round(delayMs)} ms, ${grouped(Math.ceil(left))} ms, ${CREDENTIALS_TIMEOUT_MS} ms`", 0],
  ["`${count} msgs`", 0],
])("finds in %s %i", (text, count) => {
  expect(rawTimes(text)).toHaveLength(count);
});
