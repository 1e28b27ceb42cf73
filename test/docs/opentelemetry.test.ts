import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repository } from "../support/repository.js";

const page = readFileSync(join(repository, "docs/how-to/opentelemetry.md"), "utf8");
const folder = join(repository, "runtime/opentelemetry");
const source = readdirSync(folder)
  .map((name) => readFileSync(join(folder, name), "utf8"))
  .join("\n");

test("the page has every metric of the SDK, and no other", () => {
  const made = [...source.matchAll(/create(?:Histogram|Counter)\("([^"]+)"/g)].map(([, name]) => name);
  const [, table = ""] = /\n\| metric \|.*\n\| ---.*\n((?:\|.*\n)+)/.exec(page) ?? [];
  const listed = [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
  expect(made).toHaveLength(4);
  expect([...listed].sort()).toEqual([...made].sort());
});

test("each attribute that the page lists is one that the SDK writes", () => {
  const [, table = ""] = /\n\| attribute \|.*\n\| ---.*\n((?:\|.*\n)+)/.exec(page) ?? [];
  const listed = table.split("\n").flatMap((row) => {
    const [, first = ""] = row.split(" | ", 1)[0]?.split("| ") ?? [];
    return [...first.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
  });
  expect(listed.length).toBeGreaterThan(10);
  expect(listed.filter((name) => !source.includes(`"${name}"`))).toEqual([]);
});

test("the page's settlements are those of the SDK", () => {
  const [, row = ""] = /^\| `rabbitgen\.settlement` \| `process` \| (.*?); `mixed`/m.exec(page) ?? [];
  const listed = [...row.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
  const instrumentation = readFileSync(join(repository, "runtime/observe/instrumentation.ts"), "utf8");
  const [, union = ""] = /export type Settlement =([^;]*);/.exec(instrumentation) ?? [];
  expect(listed).toEqual([...union.matchAll(/"([^"]+)"/g)].map(([, name]) => name));
});
